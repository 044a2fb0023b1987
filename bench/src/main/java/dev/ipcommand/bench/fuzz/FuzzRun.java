package dev.ipcommand.bench.fuzz;

import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs fuzz tests one after the other by Jazzer's own launcher, each in a JVM of its own, starting from the saved inputs and
 * from what earlier runs have tried ({@code .build/fuzz/NAME/corpus}). One thread uses it.
 */
public final class FuzzRun {
    private static final Duration COMPILING = Duration.ofMinutes(20);
    /** To start, to read the corpus and to end. */
    private static final Duration AROUND = Duration.ofMinutes(10);

    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final Pattern PROGRESS = Pattern.compile("#(\\d+)\\s+[A-Za-z]+\\s+cov: (\\d+) .*");
    private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in .*");
    /** One input that takes so many seconds is a finding. */
    private static final int TIMEOUT_SECONDS = 180;

    /**
     * What came of one target.
     *
     * @param runs inputs tried
     * @param finding the input that failed, if one did
     * @param log Jazzer's own words
     */
    public record Result(long runs, Optional<Path> finding, Path log) {}

    private final Installation installation;
    private final Path directory;
    private final Children children;
    private final Consumer<String> say;

    /** @param say takes lines of progress */
    public FuzzRun(Installation installation, Consumer<String> say) throws IOException {
        this.installation = installation;
        this.directory = Files.createDirectories(installation.root().resolve(".build/fuzz"));
        this.children = new Children(directory);
        this.say = say;
    }

    /** Ends what runs; from any thread. */
    public void end() {
        children.close();
    }

    /** Compiles the tests and finds their libraries: Maven, offline once everything has been downloaded. */
    public void prepare() throws IOException, ProcessException, InterruptedException {
        say.accept("compiling the tests ...");
        Child maven = children.start(
                "build",
                List.of(
                        "mvn",
                        "-B",
                        "-q",
                        "-ntp",
                        "-f",
                        installation.root().resolve("pom.xml").toString(),
                        "-pl",
                        "modem-drivers,agent,cloud-stub",
                        "-am",
                        "test-compile",
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=target/test.classpath",
                        "-Dmdep.includeScope=test"),
                Map.of());
        Optional<Integer> status = maven.awaitExit(COMPILING);
        if (!status.equals(Optional.of(0))) {
            throw new ProcessException("the tests do not compile" + maven.lastLines());
        }
    }

    /** Looks for a failing input for so long. */
    public Result run(FuzzTarget target, Duration time) throws IOException, ProcessException, InterruptedException {
        Path own = Files.createDirectories(directory.resolve(target.word()));
        Path corpus = seed(target, own);
        long started = System.currentTimeMillis();
        Child jazzer = children.start(target.word(), command(target, own, corpus, time), Map.of());
        say.accept(target.word() + ": " + time.toSeconds() + " s, log " + jazzer.log());
        try {
            await(jazzer, target, time);
        } finally {
            jazzer.stop(Duration.ofSeconds(5));
        }
        String log = Files.readString(jazzer.log(), StandardCharsets.ISO_8859_1);
        int from = Math.max(0, log.lastIndexOf("INFO: Loaded 1 hooks"));
        long runs =
                last(RUNS, log.substring(from)).or(() -> last(PROGRESS, log)).orElse(0L);
        int status = jazzer.awaitExit(Duration.ofSeconds(5)).orElse(-1);
        Optional<Path> finding = finding(target, own, started);
        if (status != 0 && finding.isEmpty()) {
            throw new ProcessException(target.word() + " ended with status " + status + jazzer.lastLines());
        }
        return new Result(runs, finding, jazzer.log());
    }

    private Path seed(FuzzTarget target, Path own) throws IOException {
        Path corpus = Files.createDirectories(own.resolve("corpus"));
        Path inputs = installation.root().resolve(target.inputs());
        if (Files.isDirectory(inputs)) {
            try (Stream<Path> files = Files.list(inputs)) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file, corpus.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return corpus;
    }

    private List<String> command(FuzzTarget target, Path own, Path corpus, Duration time) throws IOException {
        Path module = installation.root().resolve(target.module());
        Path libraries = module.resolve("target/test.classpath");
        String classpath = module.resolve("target/test-classes") + ":" + module.resolve("target/classes") + ":"
                + Files.readString(libraries).strip();
        return List.of(
                // Tests find their files from their module's folder.
                "env",
                "-C",
                module.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Dtinylog.level=off",
                "-cp",
                classpath,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type(),
                "--target_method=" + target.method(),
                "--instrumentation_includes=dev.ipcommand.**",
                "--reproducer_path=" + own,
                "-artifact_prefix=" + own + "/",
                "-max_total_time=" + time.toSeconds(),
                "-max_len=4096",
                "-timeout=" + TIMEOUT_SECONDS,
                corpus.toString());
    }

    private void await(Child jazzer, FuzzTarget target, Duration time) throws InterruptedException, ProcessException {
        long started = System.nanoTime();
        String shown = "";
        while (jazzer.awaitExit(LOOK).isEmpty()) {
            String line = progress(jazzer.log());
            if (!line.equals(shown)) {
                say.accept("  " + target.word() + " " + line);
                shown = line;
            }
            if (System.nanoTime() - started > time.plus(AROUND).toNanos()) {
                throw new ProcessException(target.word() + " does not end" + jazzer.lastLines());
            }
        }
    }

    private static String progress(Path log) {
        try {
            String[] lines = Files.readString(log, StandardCharsets.ISO_8859_1).split("\n", -1);
            for (int i = lines.length - 1; i >= 0; i--) {
                Matcher matcher = PROGRESS.matcher(lines[i]);
                if (matcher.matches()) {
                    return matcher.group(1) + " inputs, coverage " + matcher.group(2);
                }
            }
        } catch (IOException notYet) {
            return "starts";
        }
        return "starts";
    }

    private static Optional<Long> last(Pattern pattern, String text) {
        List<Long> found = new ArrayList<>();
        text.lines().map(pattern::matcher).filter(Matcher::matches).forEach(m -> found.add(Long.valueOf(m.group(1))));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    /** Jazzer writes it beside the saved inputs, where it is a test from then on, or to the prefix that it was given. */
    private Optional<Path> finding(FuzzTarget target, Path own, long since) throws IOException {
        for (Path place : List.of(installation.root().resolve(target.inputs()), own)) {
            if (!Files.isDirectory(place)) {
                continue;
            }
            try (Stream<Path> files = Files.list(place)) {
                Optional<Path> found =
                        files.filter(file -> isFinding(file, since)).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFinding(Path file, long since) {
        String name = file.getFileName().toString();
        return (name.startsWith("crash-") || name.startsWith("timeout-") || name.startsWith("oom-"))
                && file.toFile().lastModified() >= since - 1000;
    }
}

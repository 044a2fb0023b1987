package dev.ipcommand.agent.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.system.FileTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A folder of real scripts, a dispatcher on the machine's clock, and a look at the processes they leave. */
final class ScriptFolder implements AutoCloseable {
    /** Long enough for any machine; a test that needs it has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Path root;
    final Path scripts;
    final Path work;
    final Bench bench = new Bench();
    final List<String> said = new ArrayList<>();

    ScriptFolder(Path root) throws IOException {
        this.root = root;
        this.scripts = Files.createDirectory(root.resolve("handlers.d"));
        this.work = Files.createDirectory(root.resolve("work"));
        bench.clock = DispatchClock.SYSTEM;
    }

    static HandlerPolicy policy(String allow, String deadline, long memoryBytes) {
        return new HandlerPolicy(
                List.of(allow),
                Duration.parse("PT" + deadline),
                1,
                8,
                ReplyMode.FRAMED,
                false,
                false,
                memoryBytes,
                Map.of());
    }

    /** As an editor or installer does it: written beside, then renamed. */
    void file(String name, String text, String permissions) throws IOException {
        Path draft = Files.writeString(root.resolve("draft"), text);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
        Files.move(draft, scripts.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    void script(String name, String body) throws IOException {
        file(name, "#!/bin/sh\n" + body + "\n", "rwxr-xr-x");
        bench.policies.putIfAbsent(name, policy("anyone", "10s", 0));
    }

    void sidecar(String name, String text) throws IOException {
        file(name + ".toml", text, "rw-r--r--");
    }

    /** A dispatcher that looks at the folder by itself. */
    void start() throws IOException {
        bench.build(scripts, work);
        bench.dispatcher().start();
    }

    /** A folder that is looked at when the test says so. */
    ScriptDirectory directory() throws IOException {
        bench.build(scripts, work);
        ScriptReader reader =
                new ScriptReader(FileTrust.ofThisUser(), Set.of("ops1", "ops2"), new ScriptHost(work, () -> true));
        return new ScriptDirectory(scripts, reader, bench.registry(), () -> {}, said::add);
    }

    /** The processes that hold a call's mark, by pid and command line. */
    static List<String> holders(String mark) throws IOException {
        String wanted = "\0IPCOMMAND_CALL=" + mark + "\0";
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> ("\0" + read(process.resolve("environ"))).contains(wanted))
                    .map(process -> process.getFileName() + " " + read(process.resolve("cmdline")))
                    .toList();
        }
    }

    /** Empty for a process that is gone, and for one that is dead and not yet waited for. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Waits for a condition, and fails loudly rather than for ever. */
    static void await(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new AssertionError(what + ": not in " + PATIENCE.toSeconds() + " s");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        bench.close();
    }
}

package dev.ipcommand.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.docs.Page.Step;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/handlers.md}: its commands as they stand there, what they print, and the answers the cloud then gets. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class HandlersGuideTest {
    private static final int MOST_SCRIPT_LINES = 10;
    private static final int MOST_SCRIPT_COMMANDS = 6;
    private static final int MOST_JAVA_COMMANDS = 12;

    private final Path root;
    private final Page page;

    HandlersGuideTest() throws IOException {
        root = Installation.find().root();
        page = Page.read(root.resolve("docs/handlers.md"));
    }

    @Test
    void shouldTakeAScriptFromNothingToAnAnswer() throws Exception {
        List<Step> steps = page.console("script");
        assertTrue(steps.size() <= MOST_SCRIPT_COMMANDS, () -> steps.size() + " commands");
        try (Gateway gateway = new Gateway()) {
            follow(gateway, steps, Map.of());

            String script = Files.readString(gateway.path("handlers.d/hello"));
            assertEquals(page.block("sh script").text(), script);
            assertTrue(script.lines().count() <= MOST_SCRIPT_LINES, script);
            answerAsShown(gateway, "script");
        }
    }

    @Test
    void shouldTakeATestedJavaHandlerFromNothingToAnAnswer() throws Exception {
        List<Step> steps = page.console("java");
        assertTrue(steps.size() <= MOST_JAVA_COMMANDS, () -> steps.size() + " commands");
        try (Gateway gateway = new Gateway()) {
            follow(gateway, steps, maven(gateway));

            Path project = gateway.home().resolve("greet-handler");
            Path report = project.resolve("target/surefire-reports/TEST-com.example.handler.GreetHandlerTest.xml");
            assertTrue(Files.readString(report).contains("tests=\"5\" errors=\"0\" skipped=\"0\" failures=\"0\""));
            assertEquals(files(root.resolve("examples/java-handler")), files(project));
            answerAsShown(gateway, "java");
        }
    }

    @Test
    void shouldRunTheExamplesOfScripts() throws Exception {
        try (Gateway gateway = new Gateway()) {
            Path scripts = Files.createDirectory(gateway.path("handlers.d"));
            for (String name : List.of("checkin", "uptime")) {
                Path copy = Files.copy(root.resolve("examples/handlers").resolve(name), scripts.resolve(name));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }

            List<List<String>> printed = gateway.type(
                    List.of(
                            "ipcommand handlers test checkin 'firmware update' --id 1 2>/dev/null",
                            "ipcommand handlers test uptime s 2>/dev/null",
                            "! ipcommand handlers test uptime years 2>/dev/null"),
                    Map.of());

            assertTrue(
                    printed.get(0).get(0).startsWith("reply    checkin#1: firmware update accepted by "),
                    printed::toString);
            assertTrue(printed.get(1).get(0).matches("reply    uptime: \\d+ s"), printed::toString);
            assertEquals(
                    List.of("reply    uptime! invalid-argument: the unit is s or nothing", "status   invalid-argument"),
                    printed.get(2).subList(0, 2));
        }
    }

    private static void follow(Gateway gateway, List<Step> steps, Map<String, String> environment) throws Exception {
        List<List<String>> printed =
                gateway.type(steps.stream().map(Step::command).toList(), environment);

        assertEquals(steps.size(), printed.size());
        for (int i = 0; i < steps.size(); i++) {
            assertPrinted(steps.get(i), printed.get(i));
        }
        assertEquals("restart ipcommand", gateway.systemctl());
    }

    private static void assertPrinted(Step step, List<String> printed) {
        List<String> shown = step.prints();
        List<String> compared = printed;
        if (!shown.isEmpty() && shown.get(shown.size() - 1).equals("…")) {
            shown = shown.subList(0, shown.size() - 1);
            compared = printed.subList(0, Math.min(shown.size(), printed.size()));
        }
        assertEquals(timeless(shown), timeless(compared), step.command());
    }

    /** How long a run takes is the machine's business. */
    private static List<String> timeless(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("^time     \\d+ ms", "time     N ms"))
                .toList();
    }

    /** The agent that {@code systemctl} would have started answers what the page shows. */
    private void answerAsShown(Gateway gateway, String name) throws Exception {
        List<String> exchange = page.block("exchange " + name).lines();
        gateway.start();

        assertEquals(exchange.get(1), gateway.ask(exchange.get(0)));
    }

    /**
     * Maven with what is in the local repository, by links: it would put handler-api into it, and the next build would find
     * that one instead of its own.
     */
    private static Map<String, String> maven(Gateway gateway) throws Exception {
        Path own = gateway.path("m2");
        String given = System.getProperty("localRepository", "");
        Path repository = given.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".m2", "repository")
                : Path.of(given).toAbsolutePath();
        Process links = new ProcessBuilder("cp", "-rs", repository.toString(), own.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, links.waitFor(), () -> "cp -rs " + repository);
        return Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + own);
    }

    /** The text of every file that is not made by a build, by path. */
    private static Map<String, String> files(Path project) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(project)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = project.relativize(file).toString();
                if (!path.startsWith("repo/") && !path.startsWith("target/")) {
                    files.put(path, Files.readString(file));
                }
            }
        }
        return files;
    }
}

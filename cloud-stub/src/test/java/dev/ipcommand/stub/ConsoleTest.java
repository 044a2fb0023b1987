package dev.ipcommand.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The bench console in a real browser; the scenes are in {@code src/test/node/console.test.mjs}. */
class ConsoleTest extends RunningStub {
    private static final Path PACKAGE = Path.of("src", "test", "node").toAbsolutePath();
    /** Where npm puts its modules, so that the next build need not fetch them again. */
    private static final Path NODE = Path.of("target", "node").toAbsolutePath();

    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

    @Test
    void shouldPlayEveryScene() throws Exception {
        String browser = browser();
        installModules();
        Files.createDirectories(SCREENSHOTS);
        Customer customer = keep(new Customer());
        Device device = attach();
        Thread answering = new Thread(() -> answer(device), "console-device");
        answering.start();
        clock.stepBy(Duration.ofMillis(1));
        try {
            Files.copy(
                    PACKAGE.resolve("console.test.mjs"),
                    NODE.resolve("console.test.mjs"),
                    StandardCopyOption.REPLACE_EXISTING);
            run(
                    NODE,
                    "node",
                    "console.test.mjs",
                    stub.url(),
                    SCREENSHOTS.toString(),
                    browser,
                    basic(account.sid(), account.authToken()),
                    Integer.toString(device.port()),
                    customer.url("/status/204"),
                    customer.url("/status/500"));
        } finally {
            device.close();
            answering.join();
        }
    }

    /** Answers each datagram with the same bytes after {@code re: }, until the socket is closed. */
    private void answer(Device device) {
        boolean open = true;
        while (open) {
            try {
                ByteArrayOutputStream reply = new ByteArrayOutputStream();
                reply.writeBytes("re: ".getBytes(UTF_8));
                reply.writeBytes(device.receivePayload());
                device.send(stub.gateway(), reply.toByteArray());
            } catch (SocketTimeoutException e) {
                // Nothing came for a while.
                open = true;
            } catch (IOException e) {
                open = false;
            }
        }
    }

    /** The path of a Chromium. Without one there is nothing to test, unless everything must be. */
    private static String browser() throws InterruptedException {
        String missing = "";
        for (String tool : List.of("node", "npm")) {
            missing += works(tool, "--version") ? "" : tool + " ";
        }
        List<String> browsers = List.of("chromium", "chromium-browser", "google-chrome");
        String found = "";
        for (String candidate : browsers) {
            for (String directory : String.valueOf(System.getenv("PATH")).split(File.pathSeparator, 100)) {
                Path path = Path.of(directory, candidate);
                found = found.isEmpty() && Files.isExecutable(path) ? path.toString() : found;
            }
        }
        missing += found.isEmpty() ? "chromium" : "";
        String reason = "the console is not tested, there is no " + missing;
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(missing.isEmpty(), reason);
        }
        Assumptions.assumeTrue(missing.isEmpty(), reason);
        return found;
    }

    /** As the lock file says, once for each lock file. */
    private static void installModules() throws IOException, InterruptedException {
        Path installed = NODE.resolve("installed.json");
        Path lock = PACKAGE.resolve("package-lock.json");
        if (Files.exists(installed) && Files.mismatch(installed, lock) < 0) {
            return;
        }
        Files.createDirectories(NODE);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(PACKAGE.resolve(file), NODE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        run(NODE, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = directory.resolve(command[0] + ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            String said = Files.readString(output);
            assertTrue(ended && process.exitValue() == 0, () -> command[0] + "\n" + said);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}

package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the programs of docs/protocol.md as they are printed there, and has a device check what they sign. */
@Timeout(300)
class ProtocolDocumentTest {
    private static final String ICCID = "8988307000000000001";

    /** Where npm puts its modules, so that the next build need not fetch them again. */
    private static final Path NODE = Path.of("target", "node").toAbsolutePath();

    private static final Path PACKAGE = Path.of("src", "test", "node").toAbsolutePath();

    @TempDir
    private Path directory = Path.of("");

    private Map<String, VerificationKey> keys = Map.of();

    @BeforeEach
    void makeTheKeysThatTheDocumentNames() throws IOException {
        KeyPairFiles ops1 = KeyPairFiles.ed25519(directory, "ops1");
        KeyPairFiles shared = KeyPairFiles.hmac(directory, "shared");
        KeyFiles.Loaded loaded = KeyFiles.load(Map.of(
                "ops1", new AgentConfig.Key("EdDSA", ops1.verifying()),
                "shared", new AgentConfig.Key("HS256", shared.verifying())));
        assertEquals(List.of(), loaded.problems());
        keys = loaded.keys();
    }

    @ParameterizedTest
    @CsvSource({"sign-eddsa, ops1", "sign-hs256, shared"})
    void shouldAcceptWhatNodeSigns(String program, String keyId) throws IOException, InterruptedException {
        Assumptions.assumeTrue(works("node", "--version") && works("npm", "--version"), "node and npm are not here");
        installModules();
        Path file = Files.writeString(directory.resolve(program + ".mjs"), block("js", "// " + program + ".mjs"));
        Path modules = Files.createSymbolicLink(directory.resolve("node_modules"), NODE.resolve("node_modules"));
        try {
            assertAccepted(run(directory, "node", file.toString()), keyId);
        } finally {
            Files.delete(modules);
        }
    }

    @ParameterizedTest
    @CsvSource({"sign-eddsa, ops1", "sign-hs256, shared"})
    void shouldAcceptWhatPythonSigns(String program, String keyId) throws IOException, InterruptedException {
        Optional<String> python = Optional.empty();
        for (String candidate : List.of("python3", "/usr/bin/python3")) {
            if (python.isEmpty() && works(candidate, "-c", "import jwt, cryptography")) {
                python = Optional.of(candidate);
            }
        }
        Assumptions.assumeTrue(python.isPresent(), "python3 with jwt and cryptography is not here");
        Path file = Files.writeString(directory.resolve(program + ".py"), block("python", "# " + program + ".py"));

        assertAccepted(run(directory, python.orElseThrow(), file.toString()), keyId);
    }

    private void assertAccepted(String token, String keyId) {
        long now = Instant.now().getEpochSecond();
        JwsVerifier verifier = new JwsVerifier(
                keys,
                new Audience(Optional.empty(), () -> Optional.of(ICCID)),
                new TimeRules(Duration.ofHours(24), () -> new DeviceTime.Reading(now, now, true, true), id -> 0),
                System::nanoTime);

        SignedCommand command =
                assertInstanceOf(SignedCommand.class, verifier.verify(token.getBytes(ISO_8859_1), token.length()));

        assertEquals(keyId, command.keyId());
        assertEquals(keyId.equals("ops1"), command.text());
        byte[] expected = command.text() ? "checkin#7: firmware update".getBytes(UTF_8) : new byte[] {0, 1, (byte) 255};
        assertArrayEquals(expected, command.command());
    }

    /** The block of the document that begins with a line. */
    private static String block(String language, String firstLine) throws IOException {
        Path docs = Path.of("..", "docs", "protocol.md");
        Pattern fenced =
                Pattern.compile("```" + language + "\n(" + Pattern.quote(firstLine) + "\n.*?)```", Pattern.DOTALL);
        Matcher matcher = fenced.matcher(Files.readString(docs));
        assertTrue(matcher.find(), docs + " has no block " + firstLine);
        return matcher.group(1);
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
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        boolean ended = process.waitFor(200, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String said = Files.readString(errors);
        Files.delete(errors);
        assertTrue(ended && process.exitValue() == 0, () -> String.join(" ", command) + ": " + said);
        return output;
    }
}

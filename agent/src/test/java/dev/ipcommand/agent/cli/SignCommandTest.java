package dev.ipcommand.agent.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.security.Audience;
import dev.ipcommand.agent.security.DeviceTime;
import dev.ipcommand.agent.security.JwsVerifier;
import dev.ipcommand.agent.security.KeyFiles;
import dev.ipcommand.agent.security.Refusal;
import dev.ipcommand.agent.security.SignedCommand;
import dev.ipcommand.agent.security.TimeRules;
import dev.ipcommand.agent.security.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Makes keys and signs with them as a user would, and has a device check the tokens. */
class SignCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int execute(byte[] in, String... args) {
        out.reset();
        err.reset();
        return CommandLineTool.execute(
                args,
                new Surroundings(
                        new ByteArrayInputStream(in),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Map.of()));
    }

    private int execute(String... args) {
        return execute(new byte[0], args);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    private String token() {
        String printed = out.toString(UTF_8);
        assertEquals(1, printed.lines().count(), printed);
        return printed.strip();
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void newKey(String... more) {
        String[] args = {"key", "new", "ops1", "--dir", directory.toString()};
        String[] all = Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new);
        assertEquals(0, execute(all), err());
    }

    private Verdict verify(String algorithm, Path key, String token) {
        KeyFiles.Loaded loaded = KeyFiles.load(Map.of("ops1", new AgentConfig.Key(algorithm, key)));
        long now = Instant.now().getEpochSecond();
        JwsVerifier verifier = new JwsVerifier(
                loaded.keys(),
                new Audience(Optional.of("gateway-7"), Optional::empty),
                new TimeRules(Duration.ofHours(24), () -> new DeviceTime.Reading(now, now, true, true), id -> 0),
                System::nanoTime);
        return verifier.verify(token.getBytes(ISO_8859_1), token.length());
    }

    @Test
    void shouldMakeAKeyThatTheConfigurationTakesAsPrinted() throws IOException, ConfigException {
        newKey();
        Path config = Files.writeString(file("ipcommand.toml"), out.toString(UTF_8));

        assertEquals(
                Map.of("ops1", new AgentConfig.Key("EdDSA", Path.of("/etc/ipcommand/keys/ops1.pub.pem"))),
                ConfigLoader.load(config).keys());
        assertTrue(err().contains("never on the device"), err());
        assertEquals(2, execute("key", "new", "ops1", "--dir", directory.toString()));
        assertTrue(err().contains("ops1.pub.pem exists already"), err());
    }

    @Test
    void shouldSignATextWithEitherKey() {
        newKey();
        assertEquals(
                0,
                execute("sign", "--key", file("ops1.key.pem").toString(), "--aud", "gateway-7", "checkin#7: grüß"),
                err());
        String token = token();
        SignedCommand command = assertInstanceOf(SignedCommand.class, verify("EdDSA", file("ops1.pub.pem"), token));
        assertEquals("checkin#7: grüß", new String(command.command(), UTF_8));
        assertTrue(command.text());
        assertEquals(600, command.expires() - command.issuedAt());
        assertTrue(command.jti().length() >= 16, command.jti());
        assertEquals(
                "ipcommand sign: " + token.length() + " bytes, " + (1300 - token.length()) + " left", err().strip());

        newKey("--algorithm", "HS256");
        String secret = file("ops1.secret").toString();
        String[] args = {
            "sign",
            "--key",
            secret,
            "--alg",
            "HS256",
            "--kid",
            "ops1",
            "--aud",
            "gateway-7",
            "--expires",
            "2h",
            "--jti",
            "my-1",
            "ping"
        };
        assertEquals(0, execute(args), err());
        SignedCommand second = assertInstanceOf(SignedCommand.class, verify("HS256", file("ops1.secret"), token()));
        assertEquals("my-1", second.jti());
        assertEquals("ops1", second.keyId());
        assertEquals(7200, second.expires() - second.issuedAt());
    }

    @Test
    void shouldSignBytesOfAFileOrStandardInputForARoute() throws IOException {
        newKey();
        byte[] bytes = {0, (byte) 0xFF, '\n'};
        Path payload = Files.write(file("payload"), bytes);
        String key = file("ops1.key.pem").toString();

        assertEquals(0, execute("sign", "--key", key, "--aud", "gateway-7", "--b64", "--file", payload.toString()));
        String fromFile = token();
        assertEquals(0, execute(bytes, "sign", "--key", key, "--aud", "gateway-7", "--b64"));
        for (String token : new String[] {fromFile, token()}) {
            SignedCommand command = assertInstanceOf(SignedCommand.class, verify("EdDSA", file("ops1.pub.pem"), token));
            assertArrayEquals(bytes, command.command());
            assertFalse(command.text());
        }
    }

    @Test
    void shouldSignUpToTheLimitAndSayWhatIsTooMuch() {
        newKey();
        String key = file("ops1.key.pem").toString();
        int length = 860;
        while (execute("sign", "--key", key, "--aud", "gateway-7", "--jti", "1", "echo: " + "x".repeat(length)) != 0) {
            assertTrue(err().contains("limit 1300"), err());
            assertEquals("", out.toString(UTF_8));
            length--;
        }

        assertTrue(token().length() > 1297, "longest " + token().length());
        assertInstanceOf(SignedCommand.class, verify("EdDSA", file("ops1.pub.pem"), token()));
        assertTrue(length > 700, "room for a command: " + length);
    }

    @Test
    void shouldNotBeForAnotherDevice() {
        newKey();
        assertEquals(0, execute("sign", "--key", file("ops1.key.pem").toString(), "--aud", "gateway-8", "ping"));

        assertEquals(Refusal.AUD, verify("EdDSA", file("ops1.pub.pem"), token()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sign --aud g ping                                  | Missing required option: '--key=FILE'
            sign --key ops1.key.pem ping                       | Missing required option: '--aud=NAME|ICCID'
            sign --key ops1.key.pem --aud g Ping               | is not a text command
            sign --key ops1.key.pem --aud g                    | is not a text command
            sign --key ops1.key.pem --aud g --expires 10 ping  | 10 is no time
            sign --key ops1.key.pem --aud g --expires 0s ping  | 0s is no time
            sign --key ops1.key.pem --aud g --alg none ping    | none is not known
            sign --key ops1.key.pem --aud g --alg HS256 ping   | holds PEM
            sign --key ops1.pub.pem --aud g ping               | holds a PUBLIC KEY
            sign --key gone.pem --aud g ping                   | gone.pem does not exist
            sign --key ops1.key.pem --aud g --jti '' ping      | jti: 1 to 64
            sign --key ops1.key.pem --aud g --file gone        | gone does not exist
            sign --key ops1.key.pem --aud g --file x ping      | Unmatched argument
            key                                                | new is missing
            key new anyone                                     | is not anyone
            key new ../x                                       | the id may have
            key new ops2 --dir gone                            | there is no such directory
            key new ops2 --algorithm none                      | expected one of [EdDSA, HS256]
            """)
    void shouldSayWhatIsWrong(String line, String message) {
        newKey();
        String[] args = line.split(" +", -1);
        for (int i = 0; i < args.length; i++) {
            boolean path = i > 0 && (args[i - 1].equals("--key") || args[i - 1].equals("--dir"));
            args[i] = path ? file(args[i]).toString() : args[i].replace("''", "");
        }

        assertEquals(2, execute(args), err());
        assertTrue(err().contains(message), err());
        assertFalse(err().contains("Exception"), err());
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void shouldWarnOfAPrivateKeyThatOthersMayRead() throws IOException {
        newKey();
        Path key = file("ops1.key.pem");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertEquals(0, execute("sign", "--key", key.toString(), "--aud", "gateway-7", "ping"));
        assertTrue(err().contains("chmod 600 " + key), err());
    }

    @Test
    void shouldCheckTheKeysOfAConfiguration() throws IOException {
        newKey();
        Path config = file("ipcommand.toml");
        String key = "[key.ops1]\nfile = \"" + file("ops1.pub.pem") + "\"\n";
        Files.writeString(config, key);
        assertEquals(0, execute("config", "check", "--config", config.toString()), err());

        Files.writeString(config, key + "[key.ops2]\nfile = \"" + file("ops1.key.pem") + "\"\n");
        assertEquals(2, execute("config", "check", "--config", config.toString()));
        assertTrue(err().contains("key.ops2: " + file("ops1.key.pem") + " holds a private key"), err());
        assertEquals(1, err().lines().count(), err());
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void shouldExplainThemselves() {
        for (String[] help : new String[][] {{"sign", "--help"}, {"key", "--help"}, {"key", "new", "--help"}}) {
            assertEquals(0, execute(help), err());
            assertTrue(out.toString(UTF_8).contains("Usage: ipcommand " + help[0]), out.toString(UTF_8));
        }
    }
}

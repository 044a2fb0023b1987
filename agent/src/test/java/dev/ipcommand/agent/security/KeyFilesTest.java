package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.security.KeyFiles.Loaded;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    @TempDir
    private Path directory = Path.of("");

    private KeyPairFiles pair = new KeyPairFiles(Path.of(""), Path.of(""));

    @BeforeEach
    void makeAPair() throws IOException {
        pair = KeyPairFiles.ed25519(directory, "ops1");
    }

    private static Map<String, AgentConfig.Key> key(String algorithm, Path file) {
        return Map.of("ops1", new AgentConfig.Key(algorithm, file));
    }

    private static String problem(String algorithm, Path file) {
        Loaded loaded = KeyFiles.load(key(algorithm, file));
        assertEquals(Map.of(), loaded.keys());
        assertEquals(1, loaded.problems().size());
        String problem = loaded.problems().get(0);
        assertTrue(problem.startsWith("key.ops1: " + file + " "), problem);
        assertEquals(1, problem.lines().count(), problem);
        return problem.substring(("key.ops1: " + file + " ").length());
    }

    private Path secret(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void shouldLoadWhatWasMadeAndCheckWhatItSigned() throws IOException, KeyFileException {
        KeyPairFiles shared = KeyPairFiles.hmac(directory, "shared");
        Loaded loaded = KeyFiles.load(Map.of(
                "ops1", new AgentConfig.Key("EdDSA", pair.verifying()),
                "shared", new AgentConfig.Key("HS256", shared.verifying())));
        assertEquals(List.of(), loaded.problems());

        byte[] message = "x".getBytes(UTF_8);
        for (Map.Entry<String, Path> signing :
                Map.of("ops1", pair.signing(), "shared", shared.signing()).entrySet()) {
            SigningKey key = SigningKey.read(signing.getValue(), Optional.empty());
            VerificationKey verification = Objects.requireNonNull(loaded.keys().get(signing.getKey()));
            assertEquals(verification.algorithm(), key.algorithm());
            assertTrue(verification.verifies(message, 1, key.sign(message)));
            assertFalse(key.isReadByOthers());
            assertEquals("rw-------", mode(signing.getValue()));
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void shouldNeverWriteOverAKey() throws IOException {
        String before = Files.readString(pair.signing());
        assertThrows(FileAlreadyExistsException.class, () -> KeyPairFiles.ed25519(directory, "ops1"));
        assertEquals(before, Files.readString(pair.signing()));

        Files.delete(pair.verifying());
        assertThrows(FileAlreadyExistsException.class, () -> KeyPairFiles.ed25519(directory, "ops1"));
        assertFalse(Files.exists(pair.verifying()), "no public key whose private one nobody has");
    }

    @Test
    void shouldLoadTheOthersBesideABadOne() {
        Loaded loaded = KeyFiles.load(Map.of(
                "ops1", new AgentConfig.Key("EdDSA", pair.verifying()),
                "ops2", new AgentConfig.Key("EdDSA", directory.resolve("gone.pem"))));

        assertEquals(Set.of("ops1"), loaded.keys().keySet());
        assertEquals(
                List.of("key.ops2: " + directory.resolve("gone.pem")
                        + " does not exist; ipcommand key new ID makes one"),
                loaded.problems());
    }

    @Test
    void shouldRefuseAPrivateKeyAndSayHowToMakeThePublicOne() {
        String problem = problem("EdDSA", pair.signing());

        assertTrue(problem.startsWith("holds a private key, which must not be on the device"), problem);
        assertTrue(problem.contains("openssl pkey -in PRIVATE.pem -pubout"), problem);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, a public key for RSA",
        "EC, a public key for EC",
        "Ed448, a public key for Ed448",
        "X25519, a public key for X25519"
    })
    void shouldNameAKeyOfAnotherKind(String algorithm, String kind) throws IOException, GeneralSecurityException {
        byte[] encoded = KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        Path file = Files.writeString(directory.resolve("other.pem"), KeyText.pem(true, encoded));

        assertTrue(problem("EdDSA", file).startsWith("holds " + kind + ", allowed is an Ed25519 public key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                SECRET,
                "-----BEGIN PUBLIC KEY-----\nAAAA\n",
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            })
    void shouldRefuseWhatIsNoPublicKey(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.pem"), text);

        String problem = problem("EdDSA", file);

        assertTrue(problem.contains("allowed is an Ed25519 public key (SPKI in PEM)"), problem);
        assertFalse(problem.contains(SECRET), problem);
    }

    @ParameterizedTest
    @CsvSource({
        "AAAA, 'holds 3 bytes, allowed is base64url'",
        "'', 'holds 0 bytes, allowed is base64url'",
        SECRET + "=, 'is not base64url, allowed is'",
        "!" + SECRET + ", 'is not base64url, allowed is'",
        SECRET + " , ok"
    })
    void shouldTakeASecretInOneFormAlone(String text, String expected) throws IOException {
        for (String end : new String[] {"", "\n", "\r\n"}) {
            Path file = secret(text.strip() + end);
            if (expected.equals("ok")) {
                assertEquals(1, KeyFiles.load(key("HS256", file)).keys().size());
            } else {
                String problem = problem("HS256", file);
                assertTrue(problem.startsWith(expected), problem);
                assertFalse(problem.contains(SECRET), problem);
            }
        }
        assertTrue(problem("HS256", secret(SECRET + "\n\n")).startsWith("is not base64url"));
        assertTrue(problem("HS256", secret(Files.readString(pair.verifying()))).startsWith("holds PEM"));
    }

    @Test
    void shouldRefuseAFileThatOthersCouldHaveReadOrWritten() throws IOException {
        Path file = secret(SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(
                "has mode 640 and others may read or change the secret, allowed is 600; type: chmod 600 " + file,
                problem("HS256", file));

        Files.setPosixFilePermissions(pair.verifying(), PosixFilePermissions.fromString("rw-rw-r--"));
        assertEquals(
                "has mode 664 and others may change it, allowed is 644; type: chmod go-w " + pair.verifying(),
                problem("EdDSA", pair.verifying()));
    }

    @Test
    void shouldRefuseAStrangersFileUnlessHeIsTheAgentsUser() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a file away");
        Files.setAttribute(pair.verifying(), "unix:uid", 12345);

        assertTrue(problem("EdDSA", pair.verifying()).startsWith("belongs to user 12345, who could change it"));
        assertEquals(
                1,
                KeyFiles.load(key("EdDSA", pair.verifying()), Set.of(12345))
                        .keys()
                        .size());
    }

    @Test
    void shouldNotReadWhatIsNoFileOrTooLong() throws IOException {
        assertTrue(problem("EdDSA", directory).startsWith("is not a regular file"));
        assertTrue(problem("EdDSA", Path.of("/dev/zero")).startsWith("is not a regular file"));
        Path large = Files.write(directory.resolve("large"), new byte[20_000]);
        assertTrue(problem("EdDSA", large).startsWith("is longer than 16384 bytes"));
    }

    @Test
    void shouldNotSignWithAPublicKeyOrTheWrongKind() throws IOException {
        Path secret = secret(SECRET);

        assertThrows(KeyFileException.class, () -> SigningKey.read(pair.verifying(), Optional.empty()));
        assertThrows(KeyFileException.class, () -> SigningKey.read(pair.signing(), Optional.of("HS256")));
        assertThrows(KeyFileException.class, () -> SigningKey.read(secret, Optional.of("EdDSA")));
    }
}

package dev.ipcommand.stub.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcommand.stub.HandClock;
import dev.ipcommand.stub.dialect.EmulatedHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bench CA: what it may sign, how long it lives, and who can read its key. */
class AuthorityDirectoryTest {
    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final HandClock clock = new HandClock();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path scratch;

    private Path place() {
        return scratch.resolve("a/b");
    }

    private AuthorityDirectory directory() {
        return new AuthorityDirectory(place(), EmulatedHosts.ALL, clock);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(place().resolve(name)));
    }

    @Test
    void shouldMakeACaThatMaySignTheEmulatedNamesOnly() throws Exception {
        X509Certificate ca = directory().authority().certificate();

        assertEquals(0, ca.getBasicConstraints(), "a CA with path length 0");
        assertEquals(Set.of(BASIC_CONSTRAINTS, KEY_USAGE, NAME_CONSTRAINTS), ca.getCriticalExtensionOIDs());
        assertEquals(
                Duration.ofDays(30),
                Duration.between(ca.getNotBefore().toInstant(), ca.getNotAfter().toInstant()));
        var constraints = NameConstraints.getInstance(new JcaX509CertificateHolder(ca)
                .getExtension(Extension.nameConstraints)
                .getParsedValue());
        assertEquals(
                EmulatedHosts.ALL.stream().map(name -> "2: " + name).toList(),
                names(constraints.getPermittedSubtrees()));
        assertEquals(
                List.of("7: #" + "0".repeat(16), "7: #" + "0".repeat(64)), names(constraints.getExcludedSubtrees()));
    }

    private static List<String> names(GeneralSubtree[] subtrees) {
        return Stream.of(subtrees).map(subtree -> subtree.getBase().toString()).toList();
    }

    @Test
    void shouldSignAServerForTheEmulatedNamesAlone() throws Exception {
        Authority authority = directory().authority();

        X509Certificate server = Certificates.server(
                authority, EmulatedHosts.ALL, Certificates.newKey().getPublic(), clock.instant());

        server.verify(authority.certificate().getPublicKey());
        assertEquals(List.of(SERVER_AUTH), server.getExtendedKeyUsage());
        assertEquals(-1, server.getBasicConstraints());
        assertEquals(
                EmulatedHosts.ALL,
                server.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1))
                        .toList());
        assertFalse(server.getNotAfter().toInstant().isAfter(authority.expiry()));
        assertNotEquals(authority.certificate().getSerialNumber(), server.getSerialNumber());
    }

    @Test
    void shouldKeepTheKeyFromOthersAndOutOfTexts() throws Exception {
        Authority authority = directory().authority();

        assertEquals("rwx------", mode(""));
        assertEquals("rw-------", mode("ca-key.pem"));
        assertEquals(authority.pem(), Files.readString(directory().certificateFile()));
        assertFalse(authority.pem().contains("PRIVATE"));
        assertFalse(authority.toString().contains("PrivateKey"), authority.toString());
        assertEquals(authority.certificate(), directory().authority().certificate());
        try (Stream<Path> files = Files.list(place())) {
            assertEquals(
                    Set.of("ca-key.pem", "ca.pem", "lock"),
                    Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-------x"})
    void shouldRefuseAKeyThatOthersCouldReadOrWrite(String permissions) throws Exception {
        directory().authority();
        Files.setPosixFilePermissions(
                place().resolve("ca-key.pem"), PosixFilePermissions.fromString(permissions.substring(0, 9)));
        if (permissions.length() > 9) {
            Files.setPosixFilePermissions(place(), PosixFilePermissions.fromString("rwx--x---"));
        }

        IOException refusal = assertThrows(IOException.class, () -> directory().authority());

        assertTrue(refusal.toString().contains("chmod"), refusal.toString());
    }

    @Test
    void shouldRefuseALinkAndADamagedKey() throws Exception {
        directory().authority();
        Path key = place().resolve("ca-key.pem");
        Path elsewhere = scratch.resolve("elsewhere");
        Files.move(key, elsewhere);
        Files.createSymbolicLink(key, elsewhere);

        assertThrows(IOException.class, () -> directory().authority());

        Files.delete(key);
        Files.move(elsewhere, key);
        Files.writeString(key, Files.readString(key).replace("PRIVATE KEY", "PUBLIC KEY"));
        IOException refusal = assertThrows(IOException.class, () -> directory().authority());
        assertTrue(refusal.toString().contains("ca-key.pem is damaged"), refusal.toString());
    }

    @Test
    void shouldRefuseAKeyOfSomebodyElse() throws Exception {
        directory().authority();
        assumeTrue(Files.getAttribute(place(), "unix:uid").equals(0), "only root can give a file away");
        Files.setAttribute(place().resolve("ca-key.pem"), "unix:uid", 65_534);

        IOException refusal = assertThrows(IOException.class, () -> directory().authority());

        assertTrue(refusal.toString().contains("somebody else"), refusal.toString());
    }

    @Test
    void shouldRenewWhenLessThanADayIsLeft() throws Exception {
        Authority first = directory().authority();

        clock.advance(
                Duration.between(clock.instant(), first.expiry()).minusDays(1).minusSeconds(1));
        assertEquals(first.certificate(), directory().authority().certificate());
        clock.advance(Duration.ofSeconds(1));
        Authority second = directory().authority();

        assertNotEquals(
                first.certificate().getSerialNumber(), second.certificate().getSerialNumber());
        assertEquals(second.pem(), Files.readString(directory().certificateFile()));
        assertEquals("rw-------", mode("ca-key.pem"));
    }

    @Test
    void shouldLayTheCertificateOutAgain() throws Exception {
        Authority authority = directory().authority();
        Files.delete(directory().certificateFile());
        assertEquals(authority.certificate(), directory().authority().certificate());
        assertEquals(authority.pem(), Files.readString(directory().certificateFile()));

        Files.writeString(directory().certificateFile(), "something else");
        directory().authority();
        assertEquals(authority.pem(), Files.readString(directory().certificateFile()));
    }

    @Test
    void shouldAgreeWhenSeveralStartAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> starts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starts.add(() -> directory().authority().pem());
            }
            Set<String> seen = new HashSet<>();
            for (Future<String> each : threads.invokeAll(starts)) {
                seen.add(each.get());
            }
            assertEquals(Set.of(Files.readString(directory().certificateFile())), seen);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldWriteATrustStoreOverNothingButItsOwn() throws Exception {
        Authority authority = directory().authority();
        Path file = scratch.resolve("trust.p12");

        TrustStore.write(authority, file);
        TrustStore.write(authority, file);

        KeyStore store = KeyStore.getInstance(file.toFile(), TrustStore.PASSWORD.toCharArray());
        assertEquals(1, store.size());
        assertEquals(
                authority.certificate(), store.getCertificate(store.aliases().nextElement()));
        Files.writeString(file, "a user's file");
        assertThrows(IOException.class, () -> TrustStore.write(authority, file));
        assertEquals("a user's file", Files.readString(file));
    }
}

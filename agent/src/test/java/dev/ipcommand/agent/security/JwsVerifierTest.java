package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.security.DeviceTime.Reading;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwsVerifierTest {
    private static final long NOW = 1_800_000_000L;
    private static final String HEADER = "{\"alg\":\"EdDSA\",\"kid\":\"ops1\"}";
    private static final String HS_HEADER = "{\"alg\":\"HS256\",\"kid\":\"shared\"}";
    private static final String ICCID = "8988307000000000001";

    private static final Sender SENDER = new Sender();

    private final AtomicLong nanos = new AtomicLong();
    private Reading reading = new Reading(NOW, NOW - 5000, true, true);
    private Optional<String> iccid = Optional.of(ICCID);
    private long floor;

    private final TimeRules times = new TimeRules(Duration.ofHours(24), () -> reading, key -> floor);
    private final Audience audience = new Audience(Optional.of("gateway-7"), () -> iccid);
    private final JwsVerifier verifier = verifier(Map.of("ops1", SENDER.ed25519(), "shared", SENDER.hmac()));

    private JwsVerifier verifier(Map<String, VerificationKey> keys) {
        return new JwsVerifier(keys, audience, times, nanos::get);
    }

    private Verdict verify(String token) {
        return verify(verifier, token);
    }

    private static Verdict verify(JwsVerifier verifier, String token) {
        byte[] datagram = Arrays.copyOf(token.getBytes(ISO_8859_1), 2048);
        return verifier.verify(datagram, token.length());
    }

    /** One quote is two in a token: tables are easier to read with single ones. */
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String claims() {
        return claims(NOW, NOW + 600);
    }

    private static String claims(long issuedAt, long expires) {
        return json("{'cmd':'ping#1','jti':'t1','aud':'" + ICCID + "','iat':" + issuedAt + ",'exp':" + expires + "}");
    }

    @Test
    void shouldAcceptACommandOfEachAlgorithm() {
        SignedCommand eddsa = assertInstanceOf(SignedCommand.class, verify(SENDER.eddsa(HEADER, claims())));
        SignedCommand hs256 = assertInstanceOf(SignedCommand.class, verify(SENDER.hs256(HS_HEADER, claims())));

        assertEquals(
                new SignedCommand("ops1", "ping#1".getBytes(UTF_8), true, "t1", NOW, NOW + 600, NOW, true, true),
                eddsa);
        assertEquals("shared", hs256.keyId());
        assertFalse(eddsa.toString().contains("ping"), eddsa.toString());
    }

    @Test
    void shouldAcceptTheSignatureOfRfc8037AppendixA4() {
        byte[] key = Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        String signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        byte[] signature = Base64.getUrlDecoder()
                .decode("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        VerificationKey published = new Ed25519Key(publicKey(key));

        assertTrue(published.verifies(signed.getBytes(UTF_8), signed.length(), signature));
        assertFalse(published.verifies(signed.getBytes(UTF_8), signed.length() - 1, signature));
    }

    @Test
    void shouldAcceptTheSignatureOfRfc7515AppendixA1() {
        byte[] key = Base64.getUrlDecoder()
                .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        String signed = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
                + "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        byte[] signature = Base64.getUrlDecoder().decode("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        assertTrue(new HmacKey(key).verifies(signed.getBytes(UTF_8), signed.length(), signature));
        assertFalse(new HmacKey(key).verifies(signed.getBytes(UTF_8), signed.length(), new byte[32]));
    }

    private static PublicKey publicKey(byte[] point) {
        // RFC 8410 §4: the fixed beginning of every Ed25519 SubjectPublicKeyInfo.
        byte[] spki = Arrays.copyOf(HexFormat.of().parseHex("302a300506032b6570032100"), 44);
        System.arraycopy(point, 0, spki, 12, 32);
        try {
            return KeyText.publicKey(KeyText.pem(true, spki).getBytes(UTF_8));
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldNeedAKeysNameUnlessThereIsOneKey() {
        String nameless = SENDER.eddsa(json("{'alg':'EdDSA'}"), claims());
        String misnamed = SENDER.eddsa(json("{'alg':'EdDSA','kid':'ops2'}"), claims());
        JwsVerifier one = verifier(Map.of("ops1", SENDER.ed25519()));
        JwsVerifier none = verifier(Map.of());

        assertEquals("accepted", named(verify(one, nameless)));
        assertEquals(Refusal.KID, verify(one, misnamed));
        assertEquals(Refusal.KID, verify(verifier, nameless));
        assertEquals(Refusal.KID, verify(none, nameless));
        assertEquals(Refusal.KID, TokenVerifier.NO_KEYS.verify(new byte[0], 0));
    }

    @Test
    void shouldNotTakeThePublicKeyForASecret() {
        String signed = Sender.encoded(json("{'alg':'HS256','kid':'ops1'}").getBytes(UTF_8)) + "."
                + Sender.encoded(claims().getBytes(UTF_8));
        String forged = signed + "." + Sender.encoded(Sender.mac(SENDER.publicKey(), signed));

        assertEquals(Refusal.SIGNATURE, verify(forged));
    }

    @Test
    void shouldRefuseNoneWithAndWithoutASignature() {
        String header = json("{'alg':'none','kid':'ops1'}");
        String signed = Sender.encoded(header.getBytes(UTF_8)) + "." + Sender.encoded(claims().getBytes(UTF_8));

        assertEquals(Refusal.SIGNATURE, verify(signed + "."));
        assertEquals(Refusal.SIGNATURE, verify(SENDER.eddsa(header, claims())));
    }

    @Test
    void shouldRefuseTheSameSignatureInAnotherForm() {
        String token = SENDER.eddsa(HEADER, claims());
        int at = token.lastIndexOf('.') + 1;
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(at));
        // RFC 8032 §5.1.7: S + L is the same number modulo the group's order L.
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] larger = reversed(unsigned(new BigInteger(1, s).add(order)));
        byte[] malleated = signature.clone();
        System.arraycopy(larger, 0, malleated, 32, 32);

        assertEquals(Refusal.SIGNATURE, verify(token.substring(0, at) + Sender.encoded(malleated)));
        assertEquals("accepted", named(verify(token)));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] exact = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, exact, 32 - length, length);
        return exact;
    }

    @Test
    void shouldRefuseEveryOtherTextOfTheSameToken() {
        String token = SENDER.hs256(HS_HEADER, claims());
        String[] parts = token.split("\\.");

        for (int part = 0; part < 3; part++) {
            String[] other = parts.clone();
            if (parts[part].length() % 4 != 0) {
                // 2 or 4 bits of the last character say nothing.
                other[part] = parts[part].substring(0, parts[part].length() - 1) + next(last(parts[part]));
                assertEquals(Refusal.FORM, verify(String.join(".", other)), "bits of part " + part);
            }
            other[part] = parts[part]
                    + "=".repeat((4 - parts[part].length() % 4) % 4 == 0 ? 1 : (4 - parts[part].length() % 4) % 4);
            assertEquals(Refusal.FORM, verify(String.join(".", other)), "padding of part " + part);
            other[part] = parts[part] + "\n";
            assertEquals(Refusal.FORM, verify(String.join(".", other)), "line end in part " + part);
            other[part] = "";
            assertFalse(verify(String.join(".", other)) instanceof SignedCommand, "without part " + part);
        }
        assertEquals("accepted", named(verify(token)));
    }

    private static char last(String text) {
        return text.charAt(text.length() - 1);
    }

    private static char next(char c) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(c) + 1);
    }

    @Test
    void shouldRefuseATokenThatWasCutAtAnyLength() {
        for (String token : new String[] {SENDER.hs256(HS_HEADER, claims()), SENDER.eddsa(HEADER, claims())}) {
            for (int length = 0; length < token.length(); length++) {
                nanos.addAndGet(1_000_000_000L);
                Verdict verdict = verify(token.substring(0, length));
                assertTrue(verdict == Refusal.FORM || verdict == Refusal.SIGNATURE, "length " + length);
            }
            assertEquals("accepted", named(verify(token)));
        }
    }

    @Test
    void shouldRefuseWhatIsLongerThanADatagram() {
        int most = 0;
        for (int padding = 0; padding < 1000; padding++) {
            String token = SENDER.hs256(HS_HEADER, claims().replace("ping#1", "echo: " + "x".repeat(padding)));
            if (token.length() > 1300) {
                assertEquals(Refusal.LENGTH, verify(token));
                break;
            }
            most = token.length();
            assertEquals("accepted", named(verify(token)), "length " + token.length());
        }
        assertTrue(most > 1297, "longest accepted " + most);
        assertEquals(Refusal.LENGTH, verifier.verify(new byte[1300], 1301));
        assertEquals(Refusal.LENGTH, verifier.verify(new byte[100], 101));
        assertEquals(Refusal.FORM, verifier.verify(new byte[1300], 1300));
    }

    @Test
    void shouldNameTheFirstCauseInTheOrderOfTheChecks() {
        String expired = claims(NOW - 5000, NOW - 4000).replace(ICCID, "someone-else");
        String unknown = json("{'alg':'HS256','kid':'ops9'}");

        assertEquals(Refusal.FORM, verify(SENDER.hs256(unknown, expired.replace("cmd", "cdm"))));
        assertEquals(Refusal.KID, verify(SENDER.hs256(unknown, expired)));
        assertEquals(Refusal.SIGNATURE, verify(SENDER.hs256(json("{'alg':'HS256','kid':'ops1'}"), expired)));
        assertEquals(Refusal.AUD, verify(SENDER.hs256(HS_HEADER, expired)));
        assertEquals(Refusal.TIME, verify(SENDER.hs256(HS_HEADER, expired.replace("someone-else", ICCID))));
    }

    @Test
    void shouldKnowTheSimOnlyOnceTheModemToldIt() {
        String token = SENDER.eddsa(HEADER, claims());
        iccid = Optional.empty();
        assertEquals(Refusal.AUD, verify(token));

        iccid = Optional.of(ICCID);
        assertEquals("accepted", named(verify(token)));
    }

    @Test
    void shouldNotAnswerToTheNameThatEveryDeviceHas() {
        JwsVerifier nameless = new JwsVerifier(
                Map.of("ops1", SENDER.ed25519()), new Audience(Optional.empty(), () -> iccid), times, nanos::get);

        assertEquals(Refusal.AUD, verify(nameless, SENDER.eddsa(HEADER, claims().replace(ICCID, "gateway-1"))));
        assertEquals("accepted", named(verify(nameless, SENDER.eddsa(HEADER, claims()))));
    }

    /** Seconds from now. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, accepted",
        "0, 0, TIME",
        "10, 5, TIME",
        "0, 86400, accepted",
        "0, 86401, TIME",
        "300, 900, accepted",
        "301, 900, TIME",
        "-600, -59, accepted",
        "-600, -60, TIME",
        "-86400, 0, accepted",
        "-86401, 0, TIME"
    })
    void shouldKeepToItsTimes(long issuedAt, long expires, String verdict) {
        assertEquals(verdict, named(verify(SENDER.eddsa(HEADER, claims(NOW + issuedAt, NOW + expires)))));
    }

    @ParameterizedTest
    @CsvSource({"300, accepted", "301, TIME", "-100000, accepted"})
    void shouldHonourNotBefore(long notBefore, String verdict) {
        String claims = claims().replaceFirst("}$", ",\"nbf\":" + (NOW + notBefore) + "}");

        assertEquals(verdict, named(verify(SENDER.eddsa(HEADER, claims))));
    }

    @Test
    void shouldRefuseWhatIsOlderThanTheKeysFloor() {
        floor = NOW - 10;

        assertEquals("accepted", named(verify(SENDER.eddsa(HEADER, claims(NOW - 10, NOW + 5)))));
        assertEquals(Refusal.TIME, verify(SENDER.eddsa(HEADER, claims(NOW - 11, NOW + 5))));
    }

    @Test
    void shouldLetFloorAndExpiryInThePastSpeakWhileTheClockIsNotKnown() {
        reading = new Reading(NOW + 10L * 365 * 86400, NOW, false, false);
        floor = NOW - 1000;

        SignedCommand command =
                assertInstanceOf(SignedCommand.class, verify(SENDER.eddsa(HEADER, claims(NOW - 600, NOW - 59))));
        assertFalse(command.clockGood());
        assertEquals("accepted", named(verify(SENDER.eddsa(HEADER, claims(NOW + 90_000, NOW + 91_000)))));
        assertEquals(Refusal.TIME, verify(SENDER.eddsa(HEADER, claims(NOW - 600, NOW - 60))));
        assertEquals(Refusal.TIME, verify(SENDER.eddsa(HEADER, claims(NOW - 1001, NOW + 60))));
        assertEquals(Refusal.TIME, verify(SENDER.eddsa(HEADER, claims(NOW, NOW + 86_401))));
    }

    @Test
    void shouldStopCheckingSignaturesWhenTooManyAreWrong() {
        String forged = SENDER.eddsa(HEADER, claims());
        String wrong = forged.substring(0, forged.length() - 86) + "A".repeat(86);
        for (int i = 0; i < 60; i++) {
            assertEquals(Refusal.SIGNATURE, verify(wrong), "number " + i);
        }

        assertEquals(Refusal.RATE, verify(wrong));
        assertEquals(Refusal.RATE, verify(forged));
        assertEquals(Refusal.FORM, verify("eyJ.a.b"), "what costs nothing is not limited");
        nanos.addAndGet(100_000_000L);
        assertEquals("accepted", named(verify(forged)), "ten a second");
        assertEquals("accepted", named(verify(forged)), "a right one takes no part of the limit");
        assertEquals(Refusal.SIGNATURE, verify(wrong));
        assertEquals(Refusal.RATE, verify(wrong));
    }

    private static String named(Verdict verdict) {
        return verdict instanceof SignedCommand ? "accepted" : verdict.toString();
    }
}

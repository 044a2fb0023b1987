package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tokens changed by chance in 100 000 ways. The seed is printed; {@code -Dtest.seed=N} repeats it. */
class TokenMutationTest {
    private static final int EDDSA = 10_000;
    private static final int HS256 = 90_000;
    private static final long NOW = 1_800_000_000L;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Sender sender = new Sender();
    private long nanos;
    // A second passes with each token: the limit on wrong ones is another test's subject.
    private final JwsVerifier verifier = new JwsVerifier(
            Map.of("ops1", sender.ed25519(), "shared", sender.hmac()),
            new Audience(Optional.of("gateway-7"), Optional::empty),
            new TimeRules(Duration.ofHours(24), () -> new DeviceTime.Reading(NOW, NOW, true, true), key -> 0),
            () -> nanos += 1_000_000_000L);
    private final Map<Refusal, Integer> seen = new EnumMap<>(Refusal.class);

    @Test
    void shouldAcceptNoMutation() {
        System.out.println("token mutations: -Dtest.seed=" + seed);
        List<String> eddsa = new ArrayList<>();
        List<String> hs256 = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String claims = "{\"cmd\":\"echo#" + i + ": " + "x".repeat(i * 20) + "\",\"jti\":\"t" + i
                    + "\",\"aud\":\"gateway-7\",\"iat\":" + (NOW - i) + ",\"exp\":" + (NOW + 600) + "}";
            eddsa.add(sender.eddsa("{\"alg\":\"EdDSA\",\"kid\":\"ops1\"}", claims));
            hs256.add(sender.hs256("{\"alg\":\"HS256\",\"kid\":\"shared\"}", claims));
        }
        List<String> all = new ArrayList<>(eddsa);
        all.addAll(hs256);
        for (String token : all) {
            assertInstanceOf(SignedCommand.class, verify(token));
        }

        mutate(eddsa, all, EDDSA, 10);
        // Three in four begin with a well-formed token whose claims or signature are not what was signed.
        mutate(hs256, all, HS256, 30);

        System.out.println("token mutations: " + EDDSA + " of EdDSA, " + HS256 + " of HS256, refused as " + seen);
        assertEquals(
                EDDSA + HS256,
                seen.values().stream().mapToInt(Integer::intValue).sum());
        // Or they would all have been stopped at the door.
        assertTrue(seen.getOrDefault(Refusal.SIGNATURE, 0) > (EDDSA + HS256) / 2, seen.toString());
    }

    private void mutate(List<String> tokens, List<String> all, int count, int kinds) {
        int done = 0;
        while (done < count) {
            String token = tokens.get(random.nextInt(tokens.size()));
            String mutated = mutated(token, all, kinds);
            for (int more = random.nextInt(3); more > 0; more--) {
                mutated = mutated(mutated, all, kinds);
            }
            if (all.contains(mutated)) {
                continue;
            }
            Verdict verdict = verify(mutated);
            String tried = mutated;
            Refusal refusal = assertInstanceOf(
                    Refusal.class, verdict, () -> "-Dtest.seed=" + seed + ": " + token + " -> " + tried);
            seen.merge(refusal, 1, Integer::sum);
            done++;
        }
    }

    private String mutated(String token, List<String> all, int kinds) {
        if (token.isEmpty()) {
            return token + any();
        }
        int at = random.nextInt(token.length());
        String before = token.substring(0, at);
        String after = token.substring(at + 1);
        return switch (random.nextInt(kinds)) {
            case 0 -> before + (char) (token.charAt(at) ^ 1 << random.nextInt(8)) + after;
            case 1 -> before + any() + token.charAt(at) + after;
            case 2 -> before + after;
            case 3 -> before + any() + after;
            case 4 -> swappedPart(token, all);
            case 5 -> before + token.substring(0, at) + after;
            case 6, 7 -> decoded(token, 1);
            default -> decoded(token, 2);
        };
    }

    /** A part of another token in the place of this one's. */
    private String swappedPart(String token, List<String> all) {
        String[] parts = token.split("\\.", -1);
        String[] others = all.get(random.nextInt(all.size())).split("\\.", -1);
        int part = random.nextInt(Math.min(parts.length, 3));
        parts[part] = others[random.nextInt(4) == 0 ? random.nextInt(3) : part];
        return String.join(".", parts);
    }

    /** A bit of what a part says, in the right base64url: it gets as far as the signature more often. */
    private String decoded(String token, int part) {
        String[] parts = token.split("\\.", -1);
        if (part >= parts.length) {
            return token + ".";
        }
        byte[] bytes = CanonicalBase64.url(parts[part].getBytes(ISO_8859_1)).orElse("{}".getBytes(UTF_8));
        if (bytes.length > 0) {
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(part == 1 ? 2 : 8));
        }
        parts[part] = Sender.encoded(bytes);
        return String.join(".", parts);
    }

    private char any() {
        return random.nextInt(8) == 0 ? (char) random.nextInt(256) : ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }

    private Verdict verify(String token) {
        return verifier.verify(token.getBytes(ISO_8859_1), token.length());
    }
}

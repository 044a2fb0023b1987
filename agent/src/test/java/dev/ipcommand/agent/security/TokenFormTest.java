package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.security.DeviceTime.Reading;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token's header and claims may be, and that everything else is refused as what it is. */
class TokenFormTest {
    private static final long NOW = 1_800_000_000L;
    private static final String HEADER = "{\"alg\":\"EdDSA\",\"kid\":\"ops1\"}";
    private static final String ICCID = "8988307000000000001";

    private static final Sender SENDER = new Sender();

    private final JwsVerifier verifier = new JwsVerifier(
            Map.of("ops1", SENDER.ed25519(), "shared", SENDER.hmac()),
            new Audience(Optional.of("gateway-7"), () -> Optional.of(ICCID)),
            new TimeRules(Duration.ofHours(24), () -> new Reading(NOW, NOW - 5000, true, true), key -> 0),
            System::nanoTime);

    private Verdict verify(String token) {
        return verifier.verify(token.getBytes(ISO_8859_1), token.length());
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {'alg':'EdDSA','kid':'ops1'}                         | accepted
            {'alg':'EdDSA','kid':'ops1','typ':'JWT'}             | accepted
            {'typ':'jwt','kid':'ops1','alg':'EdDSA'}             | accepted
            {'alg':'EdDSA','kid':'ops2'}                         | KID
            {'alg':'EdDSA','kid':''}                             | KID
            {'alg':'EdDSA'}                                      | KID
            {'alg':'none','kid':'ops1'}                          | SIGNATURE
            {'alg':'None','kid':'ops1'}                          | SIGNATURE
            {'alg':'eddsa','kid':'ops1'}                         | SIGNATURE
            {'alg':'Ed25519','kid':'ops1'}                       | SIGNATURE
            {'alg':'HS256','kid':'ops1'}                         | SIGNATURE
            {'alg':'','kid':'ops1'}                              | SIGNATURE
            {'alg':'EdDSA','kid':'shared'}                       | SIGNATURE
            {'kid':'ops1'}                                       | FORM
            {}                                                   | FORM
            {'alg':'EdDSA','kid':'ops1','typ':'at+jwt'}          | FORM
            {'alg':'EdDSA','kid':'ops1','crit':['b64']}          | FORM
            {'alg':'EdDSA','kid':'ops1','crit':[]}               | FORM
            {'alg':'EdDSA','kid':'ops1','b64':false}             | FORM
            {'alg':'EdDSA','kid':'ops1','zip':'DEF'}             | FORM
            {'alg':'EdDSA','kid':'ops1','jwk':{}}                | FORM
            {'alg':'EdDSA','kid':'ops1','jku':'x'}               | FORM
            {'alg':'EdDSA','kid':'ops1','x5c':[]}                | FORM
            {'alg':'EdDSA','kid':'ops1','cty':'JWT'}             | FORM
            {'alg':'EdDSA','kid':'ops1','KID':'ops1'}            | FORM
            {'alg':'EdDSA','kid':'ops1','kid':'ops1'}            | FORM
            {'alg':'none','alg':'EdDSA','kid':'ops1'}            | FORM
            {'alg':'none','\\u0061lg':'EdDSA','kid':'ops1'}      | FORM
            {'alg':1,'kid':'ops1'}                               | FORM
            {'alg':null,'kid':'ops1'}                            | FORM
            {'alg':['EdDSA'],'kid':'ops1'}                       | FORM
            {'alg':'EdDSA','kid':['ops1']}                       | FORM
            {'alg':'EdDSA','kid':'ops1'                          | FORM
            {'alg':'EdDSA','kid':'ops1',}                        | FORM
            {'alg':'EdDSA','kid':'ops1'}x                        | FORM
            {'alg':'EdDSA','kid':'ops1'}{}                       | FORM
            {'alg':'EdDSA','kid':'ops1'} null                    | FORM
            {/**/'alg':'EdDSA','kid':'ops1'}                     | FORM
            {alg:'EdDSA','kid':'ops1'}                           | FORM
            ['EdDSA']                                            | FORM
            'EdDSA'                                              | FORM
            """)
    void shouldTakeNothingInAHeaderThatItDoesNotKnow(String header, String verdict) {
        assertEquals(verdict, named(verify(SENDER.eddsa(json(header), claims()))));
    }

    /** {@code @} stands for the claims that each needs: jti, iat, exp. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {'cmd':'x',@,'aud':'8988307000000000001'}              | accepted
            {'cmd':'x',@,'aud':['a','8988307000000000001']}        | accepted
            {'cmd':'x',@,'aud':'gateway-7'}                        | accepted
            {'cmd':'x',@,'aud':['gateway-7'],'iss':{'a':[1,[2]]}}  | accepted
            {'cmd':'',@,'aud':'gateway-7'}                         | accepted
            {'cmd_b64':'',@,'aud':'gateway-7'}                     | accepted
            {'cmd_b64':'-_8',@,'aud':'gateway-7'}                  | accepted
            {'cmd_b64':'+/8=',@,'aud':'gateway-7'}                 | accepted
            {'cmd_b64':'-_8=',@,'aud':'gateway-7'}                 | FORM
            {'cmd_b64':'-_9',@,'aud':'gateway-7'}                  | FORM
            {'cmd_b64':'+/8',@,'aud':'gateway-7'}                  | FORM
            {'cmd_b64':'+_8=',@,'aud':'gateway-7'}                 | FORM
            {'cmd_b64':'ŁŁŁŁ',@,'aud':'gateway-7'}                 | FORM
            {'cmd_b64':'AA AA',@,'aud':'gateway-7'}                | FORM
            {'cmd_b64':'A',@,'aud':'gateway-7'}                    | FORM
            {'cmd':'x','cmd_b64':'eA',@,'aud':'gateway-7'}         | FORM
            {@,'aud':'gateway-7'}                                  | FORM
            {'cmd':1,@,'aud':'gateway-7'}                          | FORM
            {'cmd':null,@,'aud':'gateway-7'}                       | FORM
            {'cmd':'x','cmd':'x',@,'aud':'gateway-7'}              | FORM
            {'cmd':'\\ud800',@,'aud':'gateway-7'}                  | FORM
            {'cmd':'x',@}                                          | FORM
            {'cmd':'x',@,'aud':[]}                                 | FORM
            {'cmd':'x',@,'aud':null}                               | FORM
            {'cmd':'x',@,'aud':7}                                  | FORM
            {'cmd':'x',@,'aud':['gateway-7',7]}                    | FORM
            {'cmd':'x',@,'aud':[['gateway-7']]}                    | FORM
            {'cmd':'x',@,'aud':{'gateway-7':1}}                    | FORM
            {'cmd':'x',@,'aud':'gateway-7','a':{'b':1,'b':1}}      | FORM
            {'cmd':'x',@,'aud':'gateway-7','a':[[[[[[[[1]]]]]]]]}  | FORM
            {'cmd':'x',@,'aud':'gateway-7'}.                       | FORM
            {'cmd':'x',@,'aud':'gateway-7','nbf':'1'}              | FORM
            {'cmd':'x',@,'aud':'gateway-8'}                        | AUD
            {'cmd':'x',@,'aud':'GATEWAY-7'}                        | AUD
            {'cmd':'x',@,'aud':'gateway-7 '}                       | AUD
            {'cmd':'x',@,'aud':''}                                 | AUD
            """)
    void shouldTakeClaimsOfTheRightFormAlone(String claims, String verdict) {
        String needed = json("'jti':'t1','iat':" + NOW + ",'exp':" + (NOW + 600));

        assertEquals(verdict, named(verify(SENDER.eddsa(HEADER, json(claims).replace("@", needed)))));
    }

    @ParameterizedTest
    @CsvSource({
        "jti, '\"x\"', accepted",
        "jti, '\"!~\"', accepted",
        "jti, '\"\"', FORM",
        "jti, '\"a b\"', FORM",
        "jti, '\"ä\"', FORM",
        "jti, '\"a\\u0000\"', FORM",
        "jti, '\"\\u007f\"', FORM",
        "jti, 1, FORM",
        "jti, null, FORM",
        "iat, 1800000000.999, accepted",
        "iat, 1.8e9, accepted",
        "iat, 18E8, accepted",
        "iat, '\"1800000000\"', FORM",
        "iat, null, FORM",
        "iat, true, FORM",
        "iat, -1, FORM",
        "iat, -0.5, FORM",
        "iat, 01800000000, FORM",
        "iat, +1800000000, FORM",
        "iat, NaN, FORM",
        "iat, Infinity, FORM",
        "iat, 1e999999999, FORM",
        "iat, 1e99999999999, FORM",
        "iat, 1e-999999999, TIME",
        "iat, 0, TIME",
        "exp, 1800000600.9, accepted",
        "exp, 253402300799, TIME",
        "exp, 253402300799.1, FORM",
        "exp, 253402300800, FORM",
        "exp, 9223372036854775808, FORM",
        "exp, 18446744073709551616, FORM",
        "exp, 111111111111111111111111111111111, FORM"
    })
    void shouldReadEachClaimInOneWayOnly(String claim, String value, String verdict) {
        String all =
                claims().replaceFirst("\"" + claim + "\":[^,}]*", "\"" + claim + "\":" + value.replace("\\", "\\\\"));

        assertEquals(verdict, named(verify(SENDER.eddsa(HEADER, all))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jti", "iat", "exp", "aud", "cmd"})
    void shouldNeedEveryClaim(String claim) {
        String without = claims().replaceFirst("\"" + claim + "\":[^,}]*,?", "").replace(",}", "}");

        assertEquals(Refusal.FORM, verify(SENDER.eddsa(HEADER, without)));
    }

    @Test
    void shouldBoundTheTokensId() {
        assertEquals("accepted", named(verify(SENDER.eddsa(HEADER, claims().replace("t1", "t".repeat(64))))));
        assertEquals(Refusal.FORM, verify(SENDER.eddsa(HEADER, claims().replace("t1", "t".repeat(65)))));
    }

    @Test
    void shouldKeepEveryByteOfTheCommand() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String url = claims().replace("\"cmd\":\"ping#1\"", "\"cmd_b64\":\"" + Sender.encoded(all) + "\"");
        String standard = claims().replace(
                        "\"cmd\":\"ping#1\"",
                        "\"cmd_b64\":\"" + Base64.getEncoder().encodeToString(all) + "\"");
        String text = claims().replace("ping#1", "echo: \\u0000\\ud83d\\ude00ä€");

        for (String token : new String[] {SENDER.eddsa(HEADER, url), SENDER.eddsa(HEADER, standard)}) {
            SignedCommand command = assertInstanceOf(SignedCommand.class, verify(token));
            assertArrayEquals(all, command.command());
            assertFalse(command.text());
        }
        SignedCommand command = assertInstanceOf(SignedCommand.class, verify(SENDER.eddsa(HEADER, text)));
        assertEquals("echo: \0\ud83d\ude00ä€", new String(command.command(), UTF_8));
        assertTrue(command.text());
    }

    @Test
    void shouldReadUtf8Alone() {
        byte[] header = HEADER.getBytes(UTF_8);
        byte[] broken = claims().replace("ping", "pin?").getBytes(UTF_8);
        broken[claims().indexOf("ping") + 3] = (byte) 0xFF;
        byte[] overlong = claims().replace("ping", "pi??").getBytes(UTF_8);
        overlong[claims().indexOf("ping") + 2] = (byte) 0xC0;
        overlong[claims().indexOf("ping") + 3] = (byte) 0x80;

        assertEquals(Refusal.FORM, verify(SENDER.eddsa(header, broken)));
        assertEquals(Refusal.FORM, verify(SENDER.eddsa(header, overlong)));
        assertEquals(Refusal.FORM, verify(SENDER.eddsa(header, claims().getBytes(UTF_16BE))));
        assertEquals(Refusal.FORM, verify(SENDER.eddsa(header, ("\uFEFF" + claims()).getBytes(UTF_8))));
    }

    private static String named(Verdict verdict) {
        return verdict instanceof SignedCommand ? "accepted" : verdict.toString();
    }
}

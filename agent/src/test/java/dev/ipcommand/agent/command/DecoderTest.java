package dev.ipcommand.agent.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ipcommand.agent.command.Arrival.BadId;
import dev.ipcommand.agent.command.Arrival.Malformed;
import dev.ipcommand.agent.command.Arrival.Routed;
import dev.ipcommand.agent.command.Arrival.Signed;
import dev.ipcommand.agent.command.Arrival.Text;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.config.AgentConfig.Route;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {
    private static final Map<String, Character> CONTROLS = Map.of("0", '\0', "r", '\r', "n", '\n', "t", '\t');
    private static final String NAME_64 = "n".repeat(64);
    private static final String ID_32 = "I".repeat(32);

    private final Decoder plain = new Decoder(List.of());
    private final Decoder catchAll = new Decoder(List.of(route("", "rest")));

    /** Escapes: \0 \r \n \xHH. The result: text:name,id,args or badid:name or the kind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
            ping|text:ping,,
            p|text:p,,
            ping:|text:ping,,
            ping: |text:ping,,
            ping:  |text:ping,, .
            ping |text:ping,,
            ping  |text:ping,, .
            ping x|text:ping,,x.
            ping  x|text:ping,, x.
            ping:x|text:ping,,x.
            ping: x|text:ping,,x.
            ping:  x |text:ping,, x .
            ping: : x|text:ping,,: x.
            ping :x|text:ping,,:x.
            ping #a|text:ping,,#a.
            ping#a|text:ping,a,
            ping#a:|text:ping,a,
            ping#a: |text:ping,a,
            ping#a: x|text:ping,a,x.
            ping#a x|text:ping,a,x.
            ping#A-z_09: x#y|text:ping,A-z_09,x#y.
            a.b-c_d9: x|text:a.b-c_d9,,x.
            ping: a\\0b|text:ping,,a\\0b.
            ping: a\\r\\nOK\\r\\n|text:ping,,a\\r\\nOK\\r\\n.
            ping: \\xC3\\xA4|text:ping,,\\xC3\\xA4.
            ping#|badid:ping
            ping#:|badid:ping
            ping# x|badid:ping
            ping#a.b: x|badid:ping
            ping#a#b|badid:ping
            ping#\\xC3\\xA4: x|badid:ping
            ping#a\\0|badid:ping
            ping#\\xC3: x|NOT_UTF8
            Ping|NOT_TEXT
            1ping|NOT_TEXT
            -ping|NOT_TEXT
             ping|NOT_TEXT
            #a|NOT_TEXT
            :x|NOT_TEXT
            pIng|NOT_TEXT
            ping!|NOT_TEXT
            ping\\n|NOT_TEXT
            ping\\r\\n|NOT_TEXT
            ping\\0|NOT_TEXT
            ping\\t|NOT_TEXT
            ping/x|NOT_TEXT
            \\0|NOT_TEXT
            {"a":1}|NOT_TEXT
            \\xC3\\xA4|NOT_TEXT
            \\xFF|NOT_UTF8
            ping\\xC3\\xA4|NOT_TEXT
            ping: \\xC3|NOT_UTF8
            ping: \\xA4|NOT_UTF8
            ping: \\xC0\\x80|NOT_UTF8
            ping: \\xC1\\xBF|NOT_UTF8
            ping: \\xE0\\x9F\\xBF|NOT_UTF8
            ping: \\xED\\xA0\\x80|NOT_UTF8
            ping: \\xED\\xBF\\xBF|NOT_UTF8
            ping: \\xE2\\x82|NOT_UTF8
            ping: \\xF0\\x8F\\xBF\\xBF|NOT_UTF8
            ping: \\xF4\\x90\\x80\\x80|NOT_UTF8
            ping: \\xF5\\x80\\x80\\x80|NOT_UTF8
            ping: \\xF0\\x9F\\x98|NOT_UTF8
            ping: \\xF0\\x9F\\x98\\x80|text:ping,,\\xF0\\x9F\\x98\\x80.
            ping: \\xEF\\xBF\\xBF|text:ping,,\\xEF\\xBF\\xBF.
            eyJhbGciOiJFZERTQSJ9.e30.c2ln|signed
            eyJ..|signed
            eyJ.a.|signed
            eyJ.a|NOT_TEXT
            eyJ.a.b.c|NOT_TEXT
            eyJ.a.b=|NOT_TEXT
            eyJ.a.b\\n|NOT_TEXT
            eyJ.a b.c|NOT_TEXT
            eyj.a.b|text:eyj.a.b,,
            eyj|text:eyj,,
            """)
    void shouldClassify(String datagram, String expected) {
        assertEquals(expected.replaceAll("\\.$", ""), describe(plain, bytes(datagram)));
    }

    @Test
    void shouldTakeNamesUpTo64AndIdsUpTo32Characters() {
        assertEquals(new Text(NAME_64, ID_32, 99), plain.decode(bytes(NAME_64 + "#" + ID_32 + ": x"), 100));
        assertEquals(new Text(NAME_64, null, 64), decode(plain, NAME_64));
        assertEquals(Malformed.NOT_TEXT, decode(plain, NAME_64 + "n"));
        assertEquals(Malformed.NOT_TEXT, decode(plain, NAME_64 + "n: x"));
        assertEquals(new BadId("ping"), decode(plain, "ping#" + ID_32 + "I"));
        assertEquals(new BadId("ping"), decode(plain, "ping#" + ID_32 + "I: x"));
    }

    @Test
    void shouldKeepEveryArgumentByteAtEveryLengthUpTo1300() {
        for (int length = 6; length <= 1300; length++) {
            byte[] datagram = new byte[length];
            for (int i = 0; i < length; i++) {
                datagram[i] = (byte) (i & 0x7F);
            }
            System.arraycopy(bytes("echo: "), 0, datagram, 0, 6);

            assertEquals(new Text("echo", null, 6), plain.decode(datagram, length), "length " + length);
        }
    }

    @Test
    void shouldKnowEmptyAndTooLongBesideACatchAll() {
        assertEquals(Malformed.EMPTY, plain.decode(new byte[2048], 0));
        assertEquals(Malformed.TOO_LONG, plain.decode(new byte[2048], 1301));
        assertInstanceOf(Routed.class, catchAll.decode(new byte[2048], 0));
        assertInstanceOf(Routed.class, catchAll.decode(new byte[2048], 1300));
        assertEquals(Malformed.TOO_LONG, catchAll.decode(new byte[2048], 1301));
        assertEquals(Malformed.TOO_LONG, catchAll.decode(new byte[10], 11));
    }

    @Test
    void shouldPreferRoutesThenSignedThenTextThenCatchAll() {
        Decoder decoder = new Decoder(
                List.of(route("", "rest"), route("p", "short"), route("ping: ", "long"), route("eyJa", "jwt")));

        assertEquals("long", handlerOf(decoder, "ping: x"));
        assertEquals("short", handlerOf(decoder, "ping:x"));
        assertEquals("short", handlerOf(decoder, "p"));
        assertEquals("jwt", handlerOf(decoder, "eyJa.b.c"));
        assertInstanceOf(Signed.class, decode(decoder, "eyJb.b.c"));
        assertEquals(new Text("echo", null, 6), decode(decoder, "echo: x"));
        assertEquals(new BadId("echo"), decode(decoder, "echo#"));
        assertEquals("rest", handlerOf(decoder, "Echo"));
        assertEquals("rest", handlerOf(decoder, "echo: \\xFF"));
        assertEquals("rest", handlerOf(decoder, "eyJb.b"));
        assertEquals("rest", handlerOf(decoder, ""));
    }

    @Test
    void shouldTakeTheFirstOfEqualRoutes() {
        Decoder decoder = new Decoder(List.of(route("ab", "one"), route("ab", "two"), route("", "x"), route("", "y")));

        assertEquals("one", handlerOf(decoder, "abc"));
        assertEquals("x", handlerOf(decoder, "A"));
    }

    @Test
    void shouldNeverThrowAndOnlyAcceptUtf8AsText() {
        Random random = new Random(42);
        byte[] alphabet = bytes("ping#: eyJ.aZ09-_\\0\\r\\n\\xC3\\xA4\\xFF\\xED\\xA0\\xF0\\x9F\\x98\\x80");
        for (int round = 0; round < 200_000; round++) {
            byte[] datagram = new byte[random.nextInt(40)];
            for (int i = 0; i < datagram.length; i++) {
                boolean any = random.nextInt(8) == 0;
                datagram[i] = any ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }

            Arrival arrival = plain.decode(datagram, datagram.length);

            boolean utf8 = isUtf8(datagram);
            Supplier<String> seen = () -> "seed 42: " + Arrays.toString(datagram);
            if (arrival instanceof Text text) {
                assertEquals(true, utf8, seen);
                assertEquals(new String(datagram, ISO_8859_1), rebuild(text, datagram), seen);
            } else if (arrival instanceof BadId || arrival == Malformed.NOT_TEXT) {
                assertEquals(true, utf8, seen);
            } else if (arrival == Malformed.NOT_UTF8) {
                assertEquals(false, utf8, seen);
            }
        }
    }

    /** Head, the separator that was there, and the arguments are all of the datagram. */
    private static String rebuild(Text text, byte[] datagram) {
        String head = text.name() + (text.id() == null ? "" : "#" + text.id());
        String all = new String(datagram, ISO_8859_1);
        String separator = all.substring(head.length(), text.argumentsOffset());
        assertEquals(true, List.of("", ":", ": ", " ").contains(separator), all);
        return head + separator + all.substring(text.argumentsOffset());
    }

    private static boolean isUtf8(byte[] datagram) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(datagram));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Arrival decode(Decoder decoder, String datagram) {
        byte[] bytes = bytes(datagram);
        return decoder.decode(bytes, bytes.length);
    }

    private static String handlerOf(Decoder decoder, String datagram) {
        return assertInstanceOf(Routed.class, decode(decoder, datagram)).route().handler();
    }

    private static String describe(Decoder decoder, byte[] datagram) {
        Arrival arrival = decoder.decode(datagram, datagram.length);
        if (arrival instanceof Text text) {
            String args =
                    new String(datagram, text.argumentsOffset(), datagram.length - text.argumentsOffset(), ISO_8859_1);
            return "text:" + text.name() + "," + (text.id() == null ? "" : text.id()) + "," + escape(args);
        }
        if (arrival instanceof BadId badId) {
            return "badid:" + badId.name();
        }
        return arrival instanceof Signed ? "signed" : arrival.toString();
    }

    private static Route route(String prefix, String handler) {
        return new Route(bytes(prefix), handler, ReplyMode.RAW);
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 0 -> escaped.append("\\0");
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                default -> escaped.append(c < 0x80 ? String.valueOf(c) : String.format("\\x%02X", (int) c));
            }
        }
        return escaped.toString();
    }

    private static byte[] bytes(String escaped) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = Pattern.compile("\\\\x(..)|\\\\(.)").matcher(escaped);
        while (matcher.find()) {
            String hex = matcher.group(1);
            char c = hex != null ? (char) Integer.parseInt(hex, 16) : CONTROLS.get(matcher.group(2));
            matcher.appendReplacement(text, Matcher.quoteReplacement(String.valueOf(c)));
        }
        return matcher.appendTail(text).toString().getBytes(ISO_8859_1);
    }
}

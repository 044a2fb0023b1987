package dev.ipcommand.modem.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AtLexerTest {
    private static final BlockRule PUSH = line -> line.matches("\\+PUSH: [0-9]{1,8} *")
            ? Integer.parseInt(line.substring("+PUSH: ".length()).strip())
            : BlockRule.NONE;
    /** {@code +INLINE: 4,data}: the bytes are on the header's own line. */
    private static final BlockRule INLINE = new BlockRule() {
        @Override
        public int afterLine(String line) {
            return NONE;
        }

        @Override
        public int withinLine(String partial) {
            return partial.matches("\\+INLINE: [0-9]+,")
                    ? Integer.parseInt(partial.substring("+INLINE: ".length(), partial.length() - 1))
                    : NONE;
        }
    };

    private static final class Recorder implements AtLexer.Tokens {
        final List<String> tokens = new ArrayList<>();

        @Override
        public void line(String text, byte @Nullable [] data) {
            tokens.add(data == null ? text : text + "|" + new String(data, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void prompt() {
            tokens.add("PROMPT");
        }
    }

    private static List<String> lex(String stream, boolean awaitsPrompt, int... cuts) {
        Recorder recorder = new Recorder();
        AtLexer lexer = new AtLexer(recorder);
        lexer.rules(List.of(PUSH, INLINE));
        if (awaitsPrompt) {
            lexer.awaitPrompt('>');
        }
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        int from = 0;
        for (int cut : cuts) {
            lexer.feed(bytes, from, cut);
            from = cut;
        }
        lexer.feed(bytes, from, bytes.length);
        return recorder.tokens;
    }

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of("\r\nOK\r\n", false, List.of("OK")),
                Arguments.of("AT\r\r\nOK\r\n", false, List.of("AT", "OK")),
                Arguments.of("0\r", false, List.of("0")),
                Arguments.of("\0\0\0\r\nRDY\r\n", false, List.of("RDY")),
                Arguments.of("\nNO CARRIER\n", false, List.of("NO CARRIER")),
                Arguments.of("\r\n> ", true, List.of("PROMPT")),
                Arguments.of("\r\n>\r\nERROR\r\n", true, List.of("PROMPT", "ERROR")),
                Arguments.of("\r\n> > \r\n", true, List.of("PROMPT", ">")),
                Arguments.of("\r\n\u00ffOK\r\n", false, List.of("\u00ffOK")),
                Arguments.of("\r\n> \r\n", false, List.of(">")),
                Arguments.of("\r\n+COPS: 0,0,\"A>B\"\r\n>", true, List.of("+COPS: 0,0,\"A>B\"", "PROMPT")),
                Arguments.of("\r\n+PUSH: 6\r\n\r\nOK\r\n\r\nOK\r\n", false, List.of("+PUSH: 6|\r\nOK\r\n", "OK")),
                Arguments.of("\r\n+PUSH: 3\r\n> \n+URC: 1\r\n", true, List.of("+PUSH: 3|> \n", "+URC: 1")),
                Arguments.of("\r\n+PUSH: 2\r\nhi+PUSH: 1\r\n\n\r\n", false, List.of("+PUSH: 2|hi", "+PUSH: 1|\n")),
                Arguments.of("\r\n+PUSH: 0\r\n\r\nOK\r\n", false, List.of("+PUSH: 0", "OK")),
                Arguments.of("\r\n+INLINE: 4,\"\r\nA\r\nOK\r\n", false, List.of("+INLINE: 4,|\"\r\nA", "OK")));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldGiveTheSameTokensHoweverTheStreamIsCut(String stream, boolean prompt, List<String> expected) {
        assertEquals(expected, lex(stream, prompt));
        for (int first = 0; first <= stream.length(); first++) {
            for (int second = first; second <= stream.length(); second++) {
                assertEquals(expected, lex(stream, prompt, first, second), first + " and " + second);
            }
        }
    }

    @Test
    void shouldGiveTheSameTokensForRandomBytesHoweverTheyAreCut() {
        String[] words = {
            "\r\n", "\r", "\n", ">", " ", "OK", "+PUSH: 7", "+PUSH: 70000", "+INLINE: 3,", "\0", "\u00ff", ",", "\""
        };
        for (int seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            StringBuilder stream = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                stream.append(words[random.nextInt(words.length)]);
            }
            int[] cuts = random.ints(20, 0, stream.length() + 1).sorted().toArray();
            boolean prompt = random.nextBoolean();

            assertEquals(lex(stream.toString(), prompt), lex(stream.toString(), prompt, cuts), "seed " + seed);
        }
    }

    @Test
    void shouldDropWhatIsTooLongAndGoOn() {
        Recorder recorder = new Recorder();
        AtLexer lexer = new AtLexer(recorder);
        lexer.rules(List.of(PUSH));
        byte[] endless = "x".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1);
        byte[] block = ("\r\n+PUSH: 5000\r\n" + "\r\nOK\r\n".repeat(1000).substring(0, 5000) + "\r\nREADY\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);

        lexer.feed(endless, 0, endless.length);
        lexer.feed(block, 0, block.length);

        assertEquals(List.of("READY"), recorder.tokens);
        assertEquals(2, lexer.droppedLines());
    }

    @Test
    void shouldTreatAnAbsurdAnnouncementAsALine() {
        assertEquals(List.of("+PUSH: 99999999", "OK"), lex("\r\n+PUSH: 99999999\r\nOK\r\n", false));
    }

    @Test
    void shouldForgetABlockThatBrokeOff() {
        Recorder recorder = new Recorder();
        AtLexer lexer = new AtLexer(recorder);
        lexer.rules(List.of(PUSH));
        byte[] half = "\r\n+PUSH: 10\r\nhalf".getBytes(StandardCharsets.ISO_8859_1);
        byte[] next = "\r\nOK\r\n".getBytes(StandardCharsets.ISO_8859_1);

        lexer.feed(half, 0, half.length);
        assertTrue(lexer.isInsideBlock());
        lexer.reset();
        lexer.feed(next, 0, next.length);

        assertEquals(List.of("OK"), recorder.tokens);
        assertEquals(1, lexer.droppedLines());
    }
}

package dev.ipcommand.modem.at;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ipcommand.modem.connection.ModemConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes, in any pieces, are the same tokens, within bounds. The first byte says whether a prompt is awaited, the second
 * how the stream is cut; the rest is the stream. Runs over the saved inputs; {@code bin/bench fuzz} looks for more.
 */
class LexerFuzzTest {
    private static final AtDialect EVERY_DIALECT = ModemConnection.allDialects();

    private static final class Recorder implements AtLexer.Tokens {
        final List<String> tokens = new ArrayList<>();
        long length;
        int prompts;

        @Override
        public void line(String text, byte @Nullable [] data) {
            require(!text.isBlank(), "no empty lines");
            require(text.length() <= AtLexer.MAX_LINE, "a line's bound");
            require(text.indexOf('\r') < 0 && text.indexOf('\n') < 0, "one line");
            require(data == null || data.length <= AtLexer.MAX_BLOCK, "a block's bound");
            length += text.length() + (data == null ? 0 : data.length);
            tokens.add(data == null ? text : text + "|" + new String(data, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void prompt() {
            length++;
            prompts++;
            tokens.add("PROMPT");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    @FuzzTest(maxDuration = "3m")
    void shouldGiveTheSameTokensHoweverTheStreamIsCut(byte[] input) {
        FuzzInput choices = new FuzzInput(input);
        int prompt = choices.below(3);
        long pieces = choices.next();
        byte[] stream = choices.rest();

        String whole = lex(stream, prompt, 0);
        require(whole.equals(lex(stream, prompt, 1)), "byte by byte");
        require(whole.equals(lex(stream, prompt, 2 + pieces)), "in pieces");
    }

    /** Pieces: 0 the whole, 1 single bytes, else lengths that follow from it. */
    private static String lex(byte[] stream, int prompt, long pieces) {
        Recorder recorder = new Recorder();
        AtLexer lexer = new AtLexer(recorder);
        lexer.rules(EVERY_DIALECT.blocks());
        if (prompt > 0) {
            lexer.awaitPrompt(prompt == 1 ? '>' : '@');
        }
        long state = pieces;
        for (int from = 0; from < stream.length; ) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            int length = pieces == 0 ? stream.length : pieces == 1 ? 1 : 1 + (int) (state >>> 33) % 23;
            int to = Math.min(stream.length, from + length);
            lexer.feed(stream, from, to);
            from = to;
        }
        require(recorder.prompts <= (prompt > 0 ? 1 : 0), "only the awaited prompt is one");
        require(recorder.length <= stream.length, "no byte comes from nowhere");
        return recorder.tokens + " " + lexer.droppedLines() + " " + lexer.isInsideBlock() + " " + lexer.isInsideLine();
    }
}

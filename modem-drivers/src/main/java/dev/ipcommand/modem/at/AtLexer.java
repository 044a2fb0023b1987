package dev.ipcommand.modem.at;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to tokens, incrementally: any split of the stream gives the same tokens. Holds at most one line and one block.
 *
 * <p>CR and LF both end a line, empty lines vanish, so every spelling of V.250's line ends is the same. NULs at the start
 * of a line are noise from a modem that is switched on. A prompt is a prompt only while one is awaited and only at the
 * start of a line.
 */
final class AtLexer {
    static final int MAX_LINE = 4096;
    static final int MAX_BLOCK = 2048;
    /** A longer announcement is a lie (no UDP datagram is): its header is an ordinary line. */
    private static final int MAX_SKIP = 65_535;
    /** No byte is this: 0xFF is noise that does come. */
    private static final int NO_PROMPT = -1;

    /** Takes tokens as they are complete. */
    interface Tokens {
        /** A line that is not empty; {@code data} are the raw bytes it announced. */
        void line(String text, byte @Nullable [] data);

        /** The awaited prompt. */
        void prompt();
    }

    private final Tokens tokens;
    private List<BlockRule> rules = List.of();
    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private boolean overlong;
    private int awaitedPrompt = NO_PROMPT;
    /** After a prompt, a blank belongs to it. */
    private boolean blankIsPrompt;
    /** After a header that ended in CR, an LF belongs to it. */
    private boolean lineFeedIsHeader;

    private @Nullable String header;
    private byte[] block = new byte[0];
    private int blockFilled;
    private int blockLength;
    private long blocksBegun;
    private long droppedLines;

    AtLexer(Tokens tokens) {
        this.tokens = tokens;
    }

    void rules(List<BlockRule> value) {
        rules = value;
    }

    /** From now on that character at the start of a line is a prompt, once. */
    void awaitPrompt(char prompt) {
        awaitedPrompt = prompt;
    }

    void awaitNoPrompt() {
        awaitedPrompt = NO_PROMPT;
    }

    boolean isInsideBlock() {
        return header != null;
    }

    /** Bytes that the block's header has announced. */
    int blockLength() {
        return blockLength;
    }

    /** Blocks that have begun so far. */
    long blocksBegun() {
        return blocksBegun;
    }

    boolean isInsideLine() {
        return length > 0 || overlong;
    }

    /** Lines and blocks that were too long, or cut off by {@link #reset()}. */
    long droppedLines() {
        return droppedLines;
    }

    /** Forgets what is incomplete: the rest will not come. */
    void reset() {
        if (isInsideBlock() || isInsideLine()) {
            droppedLines++;
        }
        length = 0;
        overlong = false;
        header = null;
        blankIsPrompt = false;
        lineFeedIsHeader = false;
    }

    void feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            at = header == null ? feedLine(bytes, at) : feedBlock(bytes, at, to);
        }
    }

    private int feedBlock(byte[] bytes, int from, int to) {
        int at = from;
        if (lineFeedIsHeader) {
            lineFeedIsHeader = false;
            if (bytes[at] == '\n') {
                at++;
            }
        }
        int taken = Math.min(to - at, blockLength - blockFilled);
        int kept = Math.min(taken, block.length - blockFilled);
        if (kept > 0) {
            System.arraycopy(bytes, at, block, blockFilled, kept);
        }
        blockFilled += taken;
        if (blockFilled == blockLength) {
            endBlock();
        }
        return at + taken;
    }

    private void endBlock() {
        String text = header;
        header = null;
        if (text == null) {
            return;
        }
        if (blockLength > MAX_BLOCK) {
            droppedLines++;
        } else {
            tokens.line(text, block);
        }
        block = new byte[0];
    }

    private int feedLine(byte[] bytes, int at) {
        byte next = bytes[at];
        if (blankIsPrompt) {
            blankIsPrompt = false;
            if (next == ' ') {
                return at + 1;
            }
        }
        if (next == '\r' || next == '\n') {
            endLine(next == '\r');
        } else if (length == 0 && !overlong && (next & 0xFF) == awaitedPrompt) {
            awaitedPrompt = NO_PROMPT;
            blankIsPrompt = true;
            tokens.prompt();
        } else if (next != 0 || length > 0) {
            append(next);
        }
        return at + 1;
    }

    private void append(byte next) {
        if (length == MAX_LINE) {
            overlong = true;
        }
        if (overlong) {
            return;
        }
        line[length++] = next;
        if ((next == ',' || next == '"') && !rules.isEmpty()) {
            String partial = text();
            for (BlockRule rule : rules) {
                int announced = rule.withinLine(partial);
                if (announced >= 0) {
                    startBlock(partial, announced, false);
                    return;
                }
            }
        }
    }

    private void endLine(boolean carriageReturn) {
        if (overlong) {
            overlong = false;
            length = 0;
            droppedLines++;
            return;
        }
        String text = text();
        length = 0;
        if (text.isBlank()) {
            return;
        }
        for (BlockRule rule : rules) {
            int announced = rule.afterLine(text);
            if (announced > 0) {
                startBlock(text, announced, carriageReturn);
                return;
            }
        }
        tokens.line(text, null);
    }

    private void startBlock(String text, int announced, boolean carriageReturn) {
        length = 0;
        if (announced > MAX_SKIP) {
            tokens.line(text, null);
            return;
        }
        blocksBegun++;
        header = text;
        blockLength = announced;
        blockFilled = 0;
        block = new byte[Math.min(announced, MAX_BLOCK)];
        lineFeedIsHeader = carriageReturn;
        if (announced == 0) {
            endBlock();
        }
    }

    private String text() {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).strip();
    }
}

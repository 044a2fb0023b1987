package dev.ipcommand.modem.at;

/**
 * Takes the echo of a payload out of the stream, so that a payload that holds a line {@code OK} is not read as a result.
 * Active only when the command's line was echoed too; otherwise an answer that equals the payload would vanish.
 */
final class EchoFilter {
    private static final byte[] NONE = {};

    private byte[] expected = NONE;
    private int matched;

    void start(byte[] payload) {
        expected = payload;
        matched = 0;
    }

    void stop() {
        expected = NONE;
        matched = 0;
    }

    boolean isActive() {
        return expected.length > 0;
    }

    void feed(byte[] bytes, int from, int to, AtLexer lexer) {
        int at = from;
        while (at < to && matched < expected.length && bytes[at] == expected[matched]) {
            at++;
            matched++;
        }
        if (matched == expected.length) {
            stop();
        } else if (at < to) {
            byte[] held = expected;
            int count = matched;
            stop();
            lexer.feed(held, 0, count);
        }
        if (at < to) {
            lexer.feed(bytes, at, to);
        }
    }
}

package dev.ipcommand.modem.at;

/**
 * Takes the echo of a payload out of the stream, so that a payload that holds a line {@code OK} is not read as a result.
 * Active only when the command's line was echoed too. Whole lines and announced blocks may come before the echo.
 *
 * <p>A modem may echo lines and not payloads, and a payload may equal the answer, or begin like it: {@code \r\nOK\r\n}. So
 * bytes that could be either are kept for a while. They were the answer if what follows does not begin a line, or if
 * nothing ends the command while the modem is silent ({@link #release}); they were the echo if the command ends, or if this
 * modem was seen to echo a payload that could not have been anything else.
 */
final class EchoFilter {
    private static final byte[] NONE = {};
    private static final byte[] LINE_END = {'\r', '\n'};

    private byte[] expected = NONE;
    private int matched;
    private byte[] doubtful = NONE;
    private boolean freshlyDoubtful;
    private boolean echoesPayloads;
    /** Inside a line that is no echo. */
    private boolean passing;

    private boolean passedText;

    void start(byte[] payload) {
        stop();
        expected = payload;
    }

    void stop() {
        expected = NONE;
        matched = 0;
        doubtful = NONE;
        freshlyDoubtful = false;
        passing = false;
    }

    boolean isActive() {
        return expected.length > 0 || freshlyDoubtful;
    }

    /** Whether bytes are kept that may be the answer. */
    boolean isInDoubt() {
        return doubtful.length > 0 || (matched > 0 && !echoesPayloads);
    }

    /** The modem has said nothing more: what was kept was no echo. */
    void release(AtLexer lexer) {
        byte[] answer = doubtful.length > 0 ? doubtful : java.util.Arrays.copyOf(expected, matched);
        boolean lineEnded = doubtful.length > 0 && !freshlyDoubtful;
        stop();
        lexer.feed(answer, 0, answer.length);
        if (lineEnded) {
            lexer.feed(LINE_END, 0, LINE_END.length); // the one that followed was taken on its own
        }
    }

    void feed(byte[] bytes, int from, int to, AtLexer lexer) {
        int at = from;
        while (at < to && isActive()) {
            byte next = bytes[at];
            if (freshlyDoubtful) {
                if (next != '\r' && next != '\n') {
                    release(lexer);
                }
                freshlyDoubtful = false;
            } else if (passing || lexer.isInsideBlock()) {
                pass(next);
                lexer.feed(bytes, at, at + 1);
                at++;
            } else if (next == expected[matched]) {
                at++;
                match();
            } else {
                int count = matched;
                matched = 0;
                passing = true;
                passedText = false;
                for (int i = 0; i < count; i++) {
                    pass(expected[i]);
                }
                lexer.feed(expected, 0, count);
            }
        }
        if (at < to) {
            lexer.feed(bytes, at, to);
        }
    }

    private void pass(byte next) {
        boolean lineEnd = next == '\r' || next == '\n';
        passing = passing && !(next == '\n' && passedText);
        passedText |= !lineEnd;
    }

    private void match() {
        matched++;
        if (matched == expected.length) {
            byte[] echo = expected;
            stop();
            byte first = echo[0];
            boolean likeAnAnswer = "\r\n+".indexOf(first) >= 0 || (first >= 'A' && first <= 'Z');
            echoesPayloads |= !likeAnAnswer;
            if (!echoesPayloads) {
                doubtful = echo;
                freshlyDoubtful = true;
            }
        }
    }
}

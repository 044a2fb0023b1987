package dev.ipcommand.modem.at;

/**
 * Takes the echo of a payload out of the stream, so that a payload that holds a line {@code OK} is not read as a result.
 * Active only when the command's line was echoed too.
 *
 * <p>A modem may echo lines and not payloads, and a payload may equal the answer: {@code \r\nOK\r\n}. So bytes that could be
 * either are kept for a while. They were the answer if what follows does not begin a line, or if nothing ends the
 * command while the modem is silent ({@link #release}); they were the echo if the command ends, or if this modem was seen to
 * echo a payload that could not have been anything else.
 */
final class EchoFilter {
    private static final byte[] NONE = {};
    private static final byte[] LINE_END = {'\r', '\n'};

    private byte[] expected = NONE;
    private int matched;
    private byte[] doubtful = NONE;
    private boolean freshlyDoubtful;
    private boolean echoesPayloads;

    void start(byte[] payload) {
        stop();
        expected = payload;
        matched = 0;
    }

    void stop() {
        expected = NONE;
        matched = 0;
        doubtful = NONE;
        freshlyDoubtful = false;
    }

    boolean isActive() {
        return expected.length > 0 || freshlyDoubtful;
    }

    /** Whether bytes were kept that may have been the answer. */
    boolean isInDoubt() {
        return doubtful.length > 0;
    }

    /** The modem has said nothing more: what was kept was no echo. */
    void release(AtLexer lexer) {
        byte[] answer = doubtful;
        boolean lineEnded = !freshlyDoubtful;
        stop();
        lexer.feed(answer, 0, answer.length);
        if (lineEnded) {
            lexer.feed(LINE_END, 0, LINE_END.length); // the one that followed was taken on its own
        }
    }

    void feed(byte[] bytes, int from, int to, AtLexer lexer) {
        int at = from;
        while (at < to && matched < expected.length && bytes[at] == expected[matched]) {
            at++;
            matched++;
        }
        if (expected.length > 0 && matched == expected.length) {
            byte[] echo = expected;
            stop();
            judge(echo);
        } else if (expected.length > 0 && at < to) {
            byte[] held = expected;
            int count = matched;
            stop();
            lexer.feed(held, 0, count);
        }
        if (at < to) {
            if (freshlyDoubtful && bytes[at] != '\r' && bytes[at] != '\n') {
                release(lexer);
            }
            freshlyDoubtful = false;
            lexer.feed(bytes, at, to);
        }
    }

    private void judge(byte[] echo) {
        boolean certain = "\r\n+".indexOf(echo[0]) < 0;
        echoesPayloads |= certain;
        if (!echoesPayloads) {
            doubtful = echo;
            freshlyDoubtful = true;
        }
    }
}

package dev.ipcommand.agent.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One client: the bytes of its line so far, and what of the answer is still to be written.
 *
 * <p>Used by the {@code control} thread only. Holds at most one line in and one out.
 */
final class ControlConnection {
    /** There is nothing to read or write, only to wait. */
    static final int WAIT = -1;

    private final SocketChannel channel;
    private final ControlRequests requests;
    /** What came in and is not answered yet: at most one line and its end, and what follows of the next. */
    private ByteBuffer in = ByteBuffer.allocate(512);

    private ByteBuffer out = ByteBuffer.allocate(0);
    private final boolean operator;
    private final LateAnswers lateAnswers;
    private final Runnable wakeUp;
    private LateAnswers.@Nullable Late late;
    private boolean lastAnswer;
    private byte @Nullable [] refusal;
    private long since;

    /**
     * @param operator whether the client may reach the modem
     * @param wakeUp has the server's thread look whether a late answer is there
     */
    ControlConnection(
            SocketChannel channel,
            ControlRequests requests,
            boolean operator,
            LateAnswers lateAnswers,
            Runnable wakeUp) {
        this.channel = channel;
        this.requests = requests;
        this.operator = operator;
        this.lateAnswers = lateAnswers;
        this.wakeUp = wakeUp;
    }

    /** Its time counts from now. */
    ControlConnection connected(long now) {
        since = now;
        return this;
    }

    /** Says why the client may not talk, whatever it asks: before it has asked, its own writing would fail. */
    void refuse(String why) {
        refusal = ControlRequests.error(why);
    }

    /** When the client connected or last had a whole answer, in the server's nanoseconds. */
    long since() {
        return since;
    }

    /**
     * Reads and writes as far as goes without waiting, and at most one request: then it is the next client's turn.
     *
     * @return what to wait for next; 0 = this connection is over; {@link #WAIT} = only for a late answer
     */
    int advance(long now) throws IOException {
        LateAnswers.Late waitingFor = late;
        if (waitingFor != null) {
            byte[] answer = waitingFor.answer();
            if (answer == null) {
                return awaitLate();
            }
            late = null;
            since = now;
            answer(answer);
        }
        if (!out.hasRemaining() && !takeLine()) {
            if (!read()) {
                return 0;
            }
            if (!takeLine() && late == null) {
                return SelectionKey.OP_READ;
            }
        }
        if (late != null) {
            return SelectionKey.OP_READ;
        }
        channel.write(out);
        if (out.hasRemaining()) {
            return SelectionKey.OP_WRITE;
        }
        since = now;
        if (lastAnswer) {
            return 0;
        }
        // A line that is here already makes no read event: a write event stands in for it.
        return indexOfEnd() >= 0 ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    /** Meanwhile the client may ask more, which waits, or leave: closing its side means that it wants no answer. */
    private int awaitLate() throws IOException {
        if (!in.hasRemaining() && in.capacity() > Json.MAX_LINE) {
            return WAIT;
        }
        return read() ? SelectionKey.OP_READ : 0;
    }

    /** Whether a late answer has come that is not written yet. */
    boolean isLateAnswerThere() {
        LateAnswers.Late waitingFor = late;
        return waitingFor != null && waitingFor.answer() != null;
    }

    /** Whether it waits for a late answer. */
    boolean isWaiting() {
        return late != null;
    }

    /** @return false if the client will send nothing more */
    private boolean read() throws IOException {
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(Math.min(2 * in.capacity(), Json.MAX_LINE + 1))
                    .put(in.flip());
        }
        return channel.read(in) >= 0;
    }

    /** Prepares the answer to the first whole line, if there is one. */
    private boolean takeLine() {
        int end = indexOfEnd();
        if (end >= 0) {
            byte[] line = new byte[end];
            in.flip().get(line).get();
            in.compact();
            byte[] refused = refusal;
            lastAnswer = refused != null;
            if (refused == null) {
                follow(requests.answer(line, operator));
            } else {
                answer(refused);
            }
        } else if (in.position() > Json.MAX_LINE) {
            lastAnswer = true;
            answer(ControlRequests.error("a request has at most " + Json.MAX_LINE + " bytes"));
        }
        return out.hasRemaining();
    }

    private void follow(ControlRequests.Answer next) {
        byte[] now = next.now();
        Callable<byte[]> later = next.later();
        if (later != null) {
            late = lateAnswers.begin(later, wakeUp).orElse(null);
            now = late == null
                    ? ControlRequests.error(
                            "busy: " + LateAnswers.MAX + " requests for the modem are under way already")
                    : null;
        }
        if (now != null) {
            answer(now);
        }
    }

    private int indexOfEnd() {
        for (int i = 0; i < in.position(); i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void answer(byte[] object) {
        out = ByteBuffer.allocate(object.length + 1);
        out.put(object).put((byte) '\n').flip();
    }

    void close() {
        LateAnswers.Late waitingFor = late;
        if (waitingFor != null) {
            waitingFor.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way, and nobody waits for what could be said about it.
            lastAnswer = true;
        }
    }
}

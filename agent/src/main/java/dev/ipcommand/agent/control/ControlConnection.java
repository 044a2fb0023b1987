package dev.ipcommand.agent.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One client: the bytes of its line so far, and what of the answer is still to be written.
 *
 * <p>Used by the {@code control} thread only. Holds at most one line in and one out.
 */
final class ControlConnection {
    private final SocketChannel channel;
    private final ControlRequests requests;
    /** What came in and is not answered yet: at most one line and its end, and what follows of the next. */
    private ByteBuffer in = ByteBuffer.allocate(512);

    private ByteBuffer out = ByteBuffer.allocate(0);
    private boolean lastAnswer;
    private byte @Nullable [] refusal;
    private long since;

    ControlConnection(SocketChannel channel, ControlRequests requests, long now) {
        this.channel = channel;
        this.requests = requests;
        this.since = now;
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
     * @return what to wait for next; 0 = this connection is over
     */
    int advance(long now) throws IOException {
        if (!out.hasRemaining() && !takeLine()) {
            if (!read()) {
                return 0;
            }
            if (!takeLine()) {
                return SelectionKey.OP_READ;
            }
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
            answer(refused == null ? requests.answer(line) : refused);
        } else if (in.position() > Json.MAX_LINE) {
            lastAnswer = true;
            answer(ControlRequests.error("a request has at most " + Json.MAX_LINE + " bytes"));
        }
        return out.hasRemaining();
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
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way, and nobody waits for what could be said about it.
            lastAnswer = true;
        }
    }
}

package dev.ipcommand.stub.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes a request's body in before anything else happens to it, so that clients that stop in the middle of one hold no
 * threads and keep nobody from being served.
 *
 * <p>Threading: a request that waits for its client holds none. Bounds: 64 KiB of each body are kept, 8 MiB more are read and
 * thrown away, so that their sender sees the answer instead of a reset; 16 MiB are kept of all bodies that are not complete,
 * beyond which they are refused with 503.
 */
final class Bodies extends Handler.Wrapper {
    /** Largest body that is looked at: ten times the largest form a command needs. */
    static final int MAX_BODY = 64 * 1024;

    private static final int MAX_DRAIN = 8 << 20;
    private static final long MAX_INCOMPLETE = 16 << 20;
    private static final String BODY = Bodies.class.getName();

    /** How a body came in. */
    enum State {
        COMPLETE,
        TOO_LONG,
        /** The connection ended, or the framing is wrong. */
        CUT,
        /** There were too many bodies under way. */
        NO_ROOM
    }

    /** A body; empty unless it is complete. */
    record Body(State state, byte[] bytes) {}

    private final AtomicLong incomplete = new AtomicLong();

    /** The body of a request that came through here; empty if there is none. */
    static Body of(jakarta.servlet.http.HttpServletRequest request) {
        return request.getAttribute(BODY) instanceof Body body ? body : new Body(State.COMPLETE, new byte[0]);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean expected = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0
                || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!expected) {
            return super.handle(request, response, callback);
        }
        new Intake(request, response, callback).run();
        return true;
    }

    /** One body on its way in; runs again whenever there is more of it. */
    private final class Intake implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long dropped;

        Intake(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void run() {
            Optional<State> end = Optional.empty();
            while (end.isEmpty()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                end = take(chunk);
            }
            incomplete.addAndGet(-kept.size());
            State state = end.get();
            request.setAttribute(BODY, new Body(state, state == State.COMPLETE ? kept.toByteArray() : new byte[0]));
            try {
                if (!Bodies.super.handle(request, response, callback)) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        }

        /** Empty if more is needed. */
        private Optional<State> take(Content.Chunk chunk) {
            if (Content.Chunk.isFailure(chunk)) {
                return Optional.of(State.CUT);
            }
            ByteBuffer bytes = chunk.getByteBuffer();
            int length = bytes.remaining();
            boolean room = true;
            if (dropped == 0 && kept.size() + length <= MAX_BODY) {
                byte[] copy = new byte[length];
                bytes.get(copy);
                kept.writeBytes(copy);
                room = incomplete.addAndGet(length) <= MAX_INCOMPLETE;
            } else {
                dropped += length;
            }
            chunk.release();
            if (!room) {
                return Optional.of(State.NO_ROOM);
            }
            if (chunk.isLast() || dropped > MAX_DRAIN) {
                return Optional.of(dropped == 0 ? State.COMPLETE : State.TOO_LONG);
            }
            return Optional.empty();
        }
    }
}

package dev.ipcommand.stub.control;

import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.Event;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.event.Subscription;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /_stub/events}: server-sent events, one JSON object each, its number as the event's id. A client that comes back
 * with {@code Last-Event-ID} (or {@code ?after=N}) gets what it missed, as far as the history reaches.
 *
 * <p>Threading: holds its HTTP thread until the client or the stub goes. A client that reads too slowly misses events and is
 * told how many by an {@code events.dropped} event.
 */
final class EventFeed {
    private static final int QUEUE = 4096;
    /** Only the second write after a client has gone fails: so long a reloaded page holds one of the few streams. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);
    /** How soon a browser that has lost the stream comes back. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final EventBus bus;

    EventFeed(EventBus bus) {
        this.bus = bus;
    }

    void serve(Context context) throws IOException, InterruptedException {
        long after = after(context);
        try (Subscription subscription = bus.subscribe(after, QUEUE)
                .orElseThrow(() -> new ApiException(ErrorCode.UNAVAILABLE, "too many event streams"))) {
            context.contentType("text/event-stream").header("Cache-Control", "no-store");
            OutputStream out = context.res().getOutputStream();
            write(out, ": subscribed\nretry: " + RETRY.toMillis() + "\n\n");
            while (!subscription.finished()) {
                Optional<Event> event = subscription.take(KEEP_ALIVE);
                long dropped = subscription.takeDropped();
                if (dropped > 0) {
                    write(out, "data: {\"type\":\"events.dropped\",\"count\":" + dropped + "}\n\n");
                }
                write(out, event.map(EventFeed::format).orElse(": alive\n\n"));
            }
        } catch (IOException e) {
            // The client has gone, which is how a stream ends.
            context.req().setAttribute(EventFeed.class.getName(), e);
        }
    }

    private long after(Context context) {
        String id = context.header("Last-Event-ID");
        String wanted = id != null ? id : context.queryParam("after");
        return wanted != null && NUMBER.matcher(wanted).matches() ? Long.parseLong(wanted) : bus.lastSequence();
    }

    private static String format(Event event) {
        return "id: " + event.sequence() + "\ndata: " + Json.text(event.fields()) + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}

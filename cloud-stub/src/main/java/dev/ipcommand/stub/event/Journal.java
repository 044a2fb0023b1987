package dev.ipcommand.stub.event;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Appends every event to a file, a JSON object a line.
 *
 * <p>Threading: one thread, {@code journal}, which ends when the bus is closed and everything queued is written. Failures: a
 * full disk ends the journal with one ERROR line, not the stub; events dropped under load are counted in the log.
 */
public final class Journal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());
    private static final int QUEUE = 65_536;

    private final Subscription subscription;
    private final Writer writer;
    private final Function<Event, String> toJson;
    private final Thread thread;

    /** Opens the file for appending and starts writing. */
    public Journal(Path file, EventBus bus, Function<Event, String> toJson) throws IOException {
        this.writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.toJson = toJson;
        this.subscription = bus.subscribe(0, QUEUE).orElseThrow();
        this.thread = new Thread(this::run, "journal");
        thread.start();
    }

    private void run() {
        try (writer) {
            while (!subscription.finished()) {
                Optional<Event> event = subscription.take(Duration.ZERO);
                if (event.isEmpty()) {
                    writer.flush();
                    event = subscription.take(Duration.ofSeconds(1));
                }
                if (event.isPresent()) {
                    writer.write(toJson.apply(event.get()) + "\n");
                }
                long dropped = subscription.takeDropped();
                if (dropped > 0) {
                    LOG.log(WARNING, "journal events_dropped={0}", dropped);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(ERROR, "journal stopped: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            subscription.close();
        }
    }

    /** Waits up to 2 s for the rest to be written. Close the bus first. */
    @Override
    public void close() {
        subscription.end();
        try {
            thread.join(2000);
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.ipcommand.bench.inside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.dispatch.BuiltIn;
import dev.ipcommand.agent.dispatch.DispatchClock;
import dev.ipcommand.agent.dispatch.Dispatcher;
import dev.ipcommand.agent.dispatch.DispatcherPorts;
import dev.ipcommand.agent.dispatch.DispatcherSettings;
import dev.ipcommand.agent.dispatch.HandlerRegistry;
import dev.ipcommand.agent.handlers.PingHandler;
import dev.ipcommand.agent.journal.CommandJournal;
import dev.ipcommand.agent.journal.JournalThread;
import dev.ipcommand.agent.journal.StoredAnswer;
import dev.ipcommand.agent.security.TokenVerifier;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A dispatcher with a journal and nothing around it, called as fast as it goes.
 *
 * <p><b>Threading.</b> One thread.
 */
final class TightLoop implements AutoCloseable {
    private static final int PATIENCE = 20;
    private static final String PING = "ping";
    private static final String NOTE = "note";

    private final JournalThread thread = new JournalThread();
    private final Semaphore answers = new Semaphore(0);
    private final CommandJournal journal;
    private final Dispatcher dispatcher;
    private int next;

    /**
     * @param directory empty, for the journal
     * @param handlers how many there are
     */
    TightLoop(Path directory, int handlers) throws IOException {
        Files.createDirectories(directory);
        journal = CommandJournal.open(directory, Duration.ofDays(1), key -> new StoredAnswer("aborted", null), thread);
        HandlerPolicy anyone = new HandlerPolicy(
                List.of("anyone"), Duration.ofSeconds(10), 1, 8, ReplyMode.FRAMED, false, false, 0, Map.of());
        HandlerRegistry registry = new HandlerRegistry(Map.of(NOTE, anyone));
        registry.addBuiltIn(BuiltIn.telling(PING, BuiltIn.Access.OPEN, new PingHandler()));
        registry.addHandler(NOTE, (command, context) -> Reply.text("noted"), 1);
        for (int i = 2; i < handlers; i++) {
            registry.addHandler("handler" + i, (command, context) -> Reply.text("nothing"), 1);
        }
        Path none = directory.resolve("none");
        dispatcher = new Dispatcher(
                new DispatcherSettings(
                        List.of(),
                        new Limits(0, 0, 0),
                        false,
                        new DispatcherSettings.Places(none, none, directory, directory),
                        Optional.empty(),
                        Set.of()),
                registry,
                new DispatcherPorts(
                        (datagram, trace) -> answers.release(),
                        payload -> {},
                        journal,
                        TokenVerifier.NO_KEYS,
                        DispatchClock.SYSTEM));
        dispatcher.start();
    }

    private void ask(String command) throws IOException, InterruptedException {
        byte[] bytes = command.getBytes(US_ASCII);
        dispatcher.dispatch(bytes, bytes.length, null);
        if (!answers.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
            throw new IOException("no answer to " + command);
        }
    }

    /** Nanoseconds that commands take which run on the calling thread. */
    long pings(int count) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            ask(PING);
        }
        return System.nanoTime() - start;
    }

    /** Nanoseconds that commands take which run once: noted, run on a lane, answered, noted. */
    long executions(int count) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            ask(NOTE + "#i" + next++);
        }
        return System.nanoTime() - start;
    }

    /** Nanoseconds that answers take which are remembered: of the latest command. */
    long repeats(int count) throws IOException, InterruptedException {
        String latest = NOTE + "#i" + (next - 1);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            ask(latest);
        }
        return System.nanoTime() - start;
    }

    @Override
    public void close() {
        dispatcher.close();
        journal.close();
        thread.close();
    }
}

package dev.ipcommand.bench.inside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The handlers of the loss campaign. Each appends the id of every command it executes to a file of its own, before
 * anything else: what was executed is what stands there, whoever says otherwise.
 *
 * <ul>
 *   <li>{@code note} answers at once
 *   <li>{@code fail} answers a failure
 *   <li>{@code slow} answers when {@link #release} says so, some virtual seconds later
 * </ul>
 *
 * <p><b>Threading.</b> Any thread. An interrupt closes none of the files: they are no channels.
 */
final class LossHandlers implements AutoCloseable {
    /** By index. */
    static final List<String> NAMES = List.of("note", "fail", "slow");

    private final Path directory;
    private final Runnable changed;
    private final Map<String, OutputStream> files = new HashMap<>();
    /** By id. Guarded by itself. */
    private final Map<String, CountDownLatch> held = new HashMap<>();

    /** @param changed told when a command is held */
    LossHandlers(Path directory, Runnable changed) throws IOException {
        this.directory = directory;
        this.changed = changed;
        for (String name : NAMES) {
            files.put(name, new FileOutputStream(file(name).toFile(), true));
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".executed");
    }

    /** Runs a command; interrupted when its agent ends. */
    Reply run(IpCommand command) throws IOException, InterruptedException {
        String id = command.id().orElseThrow();
        append(command.name(), id);
        if (command.name().equals("fail")) {
            return Reply.failure(CommandStatus.UNAVAILABLE, "as always");
        }
        if (command.name().equals("slow")) {
            hold(id);
        }
        return Reply.text("done");
    }

    private void append(String name, String id) throws IOException {
        OutputStream file = files.get(name);
        if (file == null) {
            throw new IOException("no file for " + name);
        }
        synchronized (file) {
            file.write((id + "\n").getBytes(US_ASCII));
        }
    }

    private void hold(String id) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        synchronized (held) {
            held.put(id, latch);
        }
        changed.run();
        try {
            latch.await();
        } finally {
            synchronized (held) {
                held.remove(id, latch);
            }
        }
    }

    boolean isHeld(String id) {
        synchronized (held) {
            return held.containsKey(id);
        }
    }

    int held() {
        synchronized (held) {
            return held.size();
        }
    }

    /** Lets a command go on. Not held any more when this returns. */
    void release(String id) {
        synchronized (held) {
            CountDownLatch latch = held.remove(id);
            if (latch != null) {
                latch.countDown();
            }
        }
    }

    /** How often each id was executed. */
    Map<String, Integer> executed() throws IOException {
        Map<String, Integer> times = new HashMap<>();
        for (String name : NAMES) {
            Files.readAllLines(file(name)).forEach(id -> times.merge(name + "#" + id, 1, Integer::sum));
        }
        return times;
    }

    @Override
    public void close() throws IOException {
        for (OutputStream file : files.values()) {
            file.close();
        }
    }
}

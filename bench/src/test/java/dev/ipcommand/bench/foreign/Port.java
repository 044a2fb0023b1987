package dev.ipcommand.bench.foreign;

import dev.ipcommand.simulator.pty.PortLink;
import dev.ipcommand.simulator.pty.Pty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The modem's end of the line: which byte is a command, which is payload, and which should not have been sent.
 *
 * <p><b>Threading.</b> Everything runs on one thread, {@link #later} and {@link #soon} bring work there; only the mode
 * in which a byte arrived is noted where it arrives.
 */
final class Port implements AutoCloseable {
    private static final int LONGEST_LINE = 500;

    /** What the modem does with the next byte. */
    enum Mode {
        COMMAND,
        BUSY,
        PAYLOAD
    }

    private final ScheduledExecutorService thread;
    private final PortLink link;
    private final boolean bytewise;
    private final boolean typeAhead;
    private final Random random = new Random(20);
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream ahead = new ByteArrayOutputStream();
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private final Consumer<String> commands;
    private final long start = System.nanoTime();
    private volatile Mode mode = Mode.COMMAND;
    private volatile boolean tolerant;
    private boolean echo = true;
    private boolean payloadEcho;
    private boolean numeric;
    private int missing;
    private long stall;
    private Consumer<byte[]> onPayload = bytes -> {};
    private UnaryOperator<byte[]> onWrite = UnaryOperator.identity();
    private @Nullable Pty pty;

    Port(Path link, boolean bytewise, boolean typeAhead, Consumer<String> commands) throws IOException {
        this.link = new PortLink(link);
        this.bytewise = bytewise;
        this.typeAhead = typeAhead;
        this.commands = commands;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "foreign-modem");
            made.setDaemon(true);
            return made;
        });
    }

    /** Opens the modem's end; under another number if there was one before. */
    void plug() throws IOException {
        Pty fresh = new Pty(new Pty.Listener() {
            @Override
            public void received(byte[] bytes) {
                Mode arrived = mode;
                soon(() -> take(bytes, arrived));
            }

            @Override
            public void opened() {
                note("# opened");
            }

            @Override
            public void closed() {
                note("# closed");
            }
        });
        pty = fresh;
        link.pointTo(fresh.path());
    }

    /** The tty goes away as a USB device does; its number is not given again at once. */
    void unplug(long millis) {
        Pty gone = pty;
        pty = null;
        reset();
        link.remove();
        if (gone != null) {
            // Its number stays taken until the next one is there.
            later(millis, () -> {
                try {
                    plug();
                } catch (IOException e) {
                    violations.add("no pseudo-terminal: " + e);
                }
            });
            gone.close();
        }
    }

    void reset() {
        mode = Mode.COMMAND;
        line.reset();
        ahead.reset();
        payload.reset();
        missing = 0;
        echo = true;
    }

    void echo(boolean on) {
        echo = on;
    }

    /** Result codes as digits (ATV0). */
    void numeric(boolean on) {
        numeric = on;
    }

    boolean isNumeric() {
        return numeric;
    }

    void payloadEcho(boolean on) {
        payloadEcho = on;
    }

    /** From now on the DTE may type while a command runs: the modem did not answer in time. */
    void tolerate(boolean on) {
        tolerant = on;
    }

    /** The command is forgotten without an answer. */
    void release() {
        mode = Mode.COMMAND;
    }

    boolean inCommandMode() {
        return mode == Mode.COMMAND;
    }

    /** A change of what is written, for faults on the wire. */
    void onWrite(UnaryOperator<byte[]> change) {
        onWrite = change;
    }

    private void take(byte[] bytes, Mode arrived) {
        note("> " + visible(bytes));
        for (byte one : bytes) {
            takeOne(one, arrived);
        }
    }

    private void takeOne(byte one, Mode arrived) {
        if (mode == Mode.PAYLOAD) {
            if (arrived != Mode.PAYLOAD && !tolerant) {
                violation("payload before the prompt: " + visible(new byte[] {one}));
            }
            takePayload(one);
        } else if (mode == Mode.BUSY || arrived == Mode.BUSY) {
            if (!tolerant) {
                violation("sent while a command runs: " + visible(new byte[] {one}));
            }
            if (mode == Mode.COMMAND) {
                takeCommand(one);
            } else if (typeAhead) {
                ahead.write(one);
            }
        } else {
            takeCommand(one);
        }
    }

    private void takePayload(byte one) {
        payload.write(one);
        if (payloadEcho) {
            write(new byte[] {one});
        }
        missing--;
        if (missing == 0) {
            byte[] all = payload.toByteArray();
            payload.reset();
            mode = Mode.BUSY;
            if (new String(all, StandardCharsets.ISO_8859_1).startsWith("AT")) {
                violation("a command was taken for payload: " + visible(all));
            }
            onPayload.accept(all);
        }
    }

    private void takeCommand(byte one) {
        if (one == '\n') {
            violation("a line feed after a command");
            return;
        }
        boolean attention = line.size() > 1 || one == 'A' || one == 'a' || (line.size() == 1 && (one | 32) == 't');
        if (!attention) {
            line.reset();
            return;
        }
        if (echo) {
            write(new byte[] {one});
        }
        if (one != '\r') {
            line.write(one);
            return;
        }
        String command = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        if (command.length() > LONGEST_LINE) {
            violation("a line of " + command.length());
        }
        mode = Mode.BUSY;
        commands.accept(command);
    }

    /** The next final result comes so much later. */
    void stallEnd(long millis) {
        stall = millis;
    }

    /** Writes the end of an answer, at once or when the stall is over. */
    void end(String answer) {
        long wait = stall;
        stall = 0;
        if (wait == 0) {
            endNow(answer);
        } else {
            tolerant = true;
            later(wait, () -> endNow(answer));
        }
    }

    /** Writes the end of an answer; the DTE may send again from its last two bytes on. */
    private void endNow(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        write(java.util.Arrays.copyOf(bytes, bytes.length - 2));
        mode = Mode.COMMAND;
        write(java.util.Arrays.copyOfRange(bytes, bytes.length - 2, bytes.length));
        byte[] typed = ahead.toByteArray();
        ahead.reset();
        for (byte one : typed) {
            takeOne(one, Mode.COMMAND);
        }
    }

    /** Asks for payload. What was typed ahead counts as payload: a real modem cannot know better. */
    void prompt(String text, int length, Consumer<byte[]> taken) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int mark = text.indexOf('>');
        write(java.util.Arrays.copyOf(bytes, mark));
        missing = length;
        onPayload = taken;
        mode = Mode.PAYLOAD;
        write(java.util.Arrays.copyOfRange(bytes, mark, bytes.length));
        byte[] typed = ahead.toByteArray();
        ahead.reset();
        for (byte one : typed) {
            takeOne(one, Mode.BUSY);
        }
    }

    void write(String text) {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] original) {
        byte[] bytes = onWrite.apply(original);
        Pty to = pty;
        if (bytes.length == 0 || to == null) {
            return;
        }
        note("< " + visible(bytes));
        if (!bytewise) {
            to.write(bytes);
            return;
        }
        for (byte one : bytes) {
            to.write(new byte[] {one});
            if (random.nextInt(4) == 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(1_500_000));
            }
        }
    }

    void violation(String what) {
        note("! " + what);
        violations.add(what);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    private void note(String text) {
        if (text.length() == 3 && text.startsWith("< ") && echo && !log.isEmpty() && !bytewise) {
            return; // the echo is what was just received
        }
        if (log.size() < 20_000) {
            log.add(String.format("%9.3f %s", (System.nanoTime() - start) / 1e9, text));
        }
    }

    /** What went over the line, for a person. */
    String dialogue() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    void soon(Runnable work) {
        later(0, work);
    }

    void later(long millis, Runnable work) {
        try {
            var unused = thread.schedule(
                    () -> {
                        try {
                            work.run();
                        } catch (RuntimeException e) {
                            violations.add("the modem failed: " + e);
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ending) {
            // the port is closed
        }
    }

    static String visible(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            if (one == '\r') {
                text.append("\\r");
            } else if (one == '\n') {
                text.append("\\n");
            } else if (one >= ' ' && one < 127) {
                text.append((char) one);
            } else {
                text.append(String.format("\\x%02X", one));
            }
        }
        return text.length() > 160 ? text.substring(0, 160) + "… " + bytes.length : text.toString();
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(5, TimeUnit.SECONDS);
        link.remove();
        Pty last = pty;
        if (last != null) {
            last.close();
        }
    }
}

package dev.ipcommand.simulator.at;

import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.Faults;
import dev.ipcommand.simulator.fault.Variants;
import dev.ipcommand.simulator.fault.Violation;
import dev.ipcommand.simulator.fault.Violations;
import dev.ipcommand.simulator.time.Timeline;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The V.250 command interpreter: collects command lines and payload, runs one command at a time, records what the DTE
 * does wrong. Used on the modem's timeline only.
 */
public final class Interpreter {
    private static final int LF = 10;
    private static final long TYPING_HOLD_MILLIS = 1000;
    private static final int TYPED_AHEAD = 4096;

    /** What an interpreter is made of. */
    public record Parts(
            Timeline timeline,
            Terminal terminal,
            SerialSettings settings,
            CommandTable table,
            Variants variants,
            Faults faults,
            Violations violations,
            int lineLimit) {}

    private final Parts parts;
    private final Terminal terminal;
    private final SerialSettings settings;
    private final PayloadInput payload;
    private final StringBuilder line = new StringBuilder();
    private final ByteArrayOutputStream typedAhead = new ByteArrayOutputStream();
    private final Deque<Command> pending = new ArrayDeque<>();
    private @Nullable Exchange current;
    private Function<String, String> urcBefore = command -> "";
    private boolean lineTooLong;
    private boolean afterEnd;
    private boolean strayInput;
    private boolean running;
    private boolean lineOpen;
    private boolean intruding;
    private int epoch;
    private long lines;
    private Timeline.@Nullable Timer typing;

    /** Makes an interpreter. */
    public Interpreter(Parts parts) {
        this.parts = parts;
        this.terminal = parts.terminal;
        this.settings = parts.settings;
        this.payload = new PayloadInput(parts.timeline, parts.violations);
    }

    /** Where F3 takes its URC from, given the name of the running command. */
    public void intrudeWith(Function<String, String> urc) {
        urcBefore = urc;
    }

    /** Command lines run so far. */
    public long lines() {
        return lines;
    }

    /** Takes bytes from the DTE. */
    public void receive(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (payload.isOpen()) {
                i = takePayload(bytes, i);
            } else {
                take(bytes[i++] & 0xFF);
            }
        }
        updateBusy();
    }

    /** Forgets everything: the modem restarts. */
    public void reset() {
        epoch++;
        lineOpen = false;
        if (current != null) {
            current.drop();
            current = null;
        }
        payload.close();
        pending.clear();
        typedAhead.reset();
        line.setLength(0);
        lineTooLong = false;
        afterEnd = false;
        terminal.reset();
    }

    private void take(int b) {
        boolean first = afterEnd;
        afterEnd = false;
        if (b == LF && first) {
            parts.violations.record(Violation.LF_AFTER_CR, "");
        }
        if (current != null) {
            takeWhileRunning(current, b);
            return;
        }
        if (echoes()) {
            terminal.raw(new byte[] {(byte) b});
        }
        if (b == settings.register(3)) {
            endLine();
        } else if (b == settings.register(5)) {
            line.setLength(Math.max(0, line.length() - 1));
        } else if (b >= ' ' && b != 0x7F) {
            append((char) b);
        }
    }

    private boolean echoes() {
        return settings.echo() || parts.faults.isOn(Fault.F1);
    }

    private void append(char c) {
        if (line.length() >= parts.lineLimit) {
            lineTooLong = true;
        } else {
            line.append(c);
        }
    }

    private void endLine() {
        String text = line.toString();
        line.setLength(0);
        afterEnd = true;
        boolean cut = lineTooLong;
        lineTooLong = false;
        int start = text.toUpperCase(Locale.ROOT).indexOf("AT");
        if (start < 0) {
            return;
        }
        lines++;
        Optional<List<Command>> commands = CommandLine.parse(text.substring(start + 2));
        if (cut) {
            parts.violations.record(Violation.LINE_TOO_LONG, "limit " + parts.lineLimit);
        }
        if (cut || commands.isEmpty()) {
            terminal.result("ERROR");
            return;
        }
        pending.clear();
        pending.addAll(commands.get());
        strayInput = false;
        intruding = parts.faults.isOn(Fault.F3) && !pending.isEmpty();
        lineOpen = true;
        runPending();
    }

    /** Runs commands until one of them takes its time; a loop, so that a long line needs no deep stack. */
    private void runPending() {
        if (running) {
            return;
        }
        running = true;
        int started = epoch;
        while (lineOpen && started == epoch && current == null) {
            Command command = pending.pollFirst();
            if (command == null) {
                finish("OK");
                break;
            }
            start(command);
        }
        running = false;
    }

    private void start(Command command) {
        Exchange exchange = new Exchange(this, terminal, settings);
        current = exchange;
        terminal.busy(Terminal.Busy.COMMAND);
        if (intruding) {
            parts.faults.count(Fault.F3);
            terminal.intrude(urcBefore.apply(command.name()));
        }
        Optional<CommandTable.Action> action = parts.table.find(command);
        if (action.isPresent()) {
            action.get().run(command.arguments(), exchange);
        } else {
            exchange.error();
        }
    }

    void commandDone() {
        current = null;
        if (lineOpen && pending.isEmpty()) {
            // At once, so that what the command does next comes after its OK.
            finish("OK");
        } else {
            runPending();
        }
    }

    void lineDone(String result) {
        current = null;
        pending.clear();
        payload.close();
        finish(result);
    }

    private void finish(String result) {
        lineOpen = false;
        if (!result.isEmpty()) {
            if (intruding) {
                terminal.intrude("+CREG: 5,\"1A2B\",\"1A2D001\",7");
            }
            terminal.result(result);
        }
        intruding = false;
        if (typedAhead.size() > 0) {
            byte[] queued = typedAhead.toByteArray();
            typedAhead.reset();
            int started = epoch;
            parts.timeline.execute(() -> {
                if (started == epoch) {
                    receive(queued);
                }
            });
        }
        updateBusy();
    }

    private void takeWhileRunning(Exchange exchange, int b) {
        if (exchange.isAbortable()) {
            exchange.end("ABORTED");
            return;
        }
        if (payload.isRequested()) {
            if (!strayInput) {
                strayInput = true;
                parts.violations.record(Violation.PAYLOAD_BEFORE_PROMPT, "");
            }
            return;
        }
        if (b == settings.register(3)) {
            afterEnd = true;
            if (strayInput) {
                strayInput = false;
                parts.violations.record(Violation.SECOND_COMMAND, "");
            }
        } else if (b > ' ') {
            strayInput = true;
        }
        if (parts.variants.is("typeahead", "queue") && typedAhead.size() < TYPED_AHEAD) {
            typedAhead.write(b);
        }
    }

    void prompt(Exchange exchange, PayloadRequest request, Consumer<byte[]> received) {
        payload.request();
        strayInput = false;
        // A turn later: bytes that were already on their way arrive before the prompt leaves, and are too early.
        parts.timeline.execute(() -> {
            if (exchange.isOver()) {
                return;
            }
            terminal.prompt(request.space());
            payload.open(request, received, exchange);
            updateBusy();
        });
    }

    private int takePayload(byte[] bytes, int from) {
        PayloadRequest request = payload.current();
        int to = payload.take(bytes, from);
        if (request.echoed() && echoes()) {
            terminal.raw(java.util.Arrays.copyOfRange(bytes, from, to));
        }
        payload.finishIfComplete();
        return to;
    }

    private void updateBusy() {
        if (typing != null) {
            typing.cancel();
            typing = null;
        }
        if (payload.isOpen()) {
            terminal.busy(Terminal.Busy.PAYLOAD);
        } else if (current != null) {
            terminal.busy(Terminal.Busy.COMMAND);
        } else if (line.length() > 0) {
            terminal.busy(Terminal.Busy.TYPING);
            typing = parts.timeline.after(TYPING_HOLD_MILLIS, () -> terminal.busy(Terminal.Busy.IDLE));
        } else {
            terminal.busy(Terminal.Busy.IDLE);
        }
    }
}

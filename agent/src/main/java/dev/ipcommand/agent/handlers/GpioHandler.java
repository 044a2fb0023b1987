package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import dev.ipcommand.modem.gpio.GpioException;
import dev.ipcommand.modem.gpio.GpioLine;
import dev.ipcommand.modem.gpio.GpioLines;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads and drives the configured lines, and no others: {@code gpio}, {@code gpio get NAME},
 * {@code gpio set NAME 0|1|on|off}, {@code gpio pulse NAME 500ms}. Levels are those on the pin: {@code on} is {@code 1},
 * whatever hangs on it.
 *
 * <p><b>Threading.</b> Blocks for as long as a pulse: for a lane. Calls on one line take turns; an interrupted pulse ends at
 * the safe level.
 *
 * <p><b>Failures.</b> A line that cannot be used is {@code unavailable} with the reason and is tried again at the next call:
 * a missing board does not keep the agent from starting.
 */
public final class GpioHandler implements CommandHandler {
    private static final System.Logger LOG = System.getLogger(GpioHandler.class.getName());
    /** What is left of a call's time for the answer of a pulse. */
    private static final Duration MARGIN = Duration.ofMillis(100);
    /** So that a reason which names lines stays below 120 bytes. */
    private static final int MAX_NAMES = 90;

    private final GpioLines.Source board;
    private final HeldLine.Pause pause;
    private final Map<String, HeldLine> lines = new LinkedHashMap<>();
    private @Nullable GpioLines open;
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param specs each name and number once
     * @throws IllegalArgumentException if two have the same name
     */
    public GpioHandler(List<LineSpec> specs, GpioLines.Source board) {
        this(specs, board, duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
    }

    GpioHandler(List<LineSpec> specs, GpioLines.Source board, HeldLine.Pause pause) {
        this.board = board;
        this.pause = pause;
        for (LineSpec spec : specs) {
            if (lines.put(spec.name(), new HeldLine(spec, this::board)) != null) {
                throw new IllegalArgumentException("two lines are named " + spec.name());
            }
        }
    }

    /** Takes every line, so that outputs are at their safe level from now on. What fails is logged once and tried later. */
    public void start() throws InterruptedException {
        String before = "";
        for (HeldLine line : lines.values()) {
            try {
                line.use(GpioLine::spec);
            } catch (GpioException | Refused e) {
                String problem = String.valueOf(e.getMessage());
                if (!problem.equals(before)) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "gpio unavailable line=" + line.spec().name() + ": " + problem);
                }
                before = problem;
            }
        }
    }

    private synchronized GpioLines board() throws GpioException {
        if (closed) {
            throw new GpioException("the agent stops");
        }
        GpioLines now = open;
        if (now == null) {
            now = board.open();
            open = now;
        }
        return now;
    }

    @Override
    public Reply handle(IpCommand command, CommandContext context) throws InterruptedException {
        try {
            GpioRequest request = GpioRequest.parse(command.text());
            return Reply.text(
                    switch (request.verb()) {
                        case LIST -> list();
                        case GET -> line(request).use(line -> show(line.spec(), line.read()));
                        case SET -> output(request).use(line -> set(line, request.level()));
                        case PULSE -> output(request).use(line -> pulse(line, request.duration(), context));
                    });
        } catch (CharacterCodingException e) {
            return Reply.failure(CommandStatus.INVALID_ARGUMENT, "not UTF-8");
        } catch (Refused e) {
            return e.reply();
        } catch (GpioException e) {
            context.log().log(System.Logger.Level.WARNING, "gpio: " + e.getMessage());
            return Reply.failure(CommandStatus.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private String list() throws GpioException, Refused, InterruptedException {
        StringBuilder levels = new StringBuilder();
        GpioException problem = null;
        boolean any = lines.isEmpty();
        for (HeldLine line : lines.values()) {
            String name = line.spec().name();
            levels.append(levels.length() == 0 ? "" : " ");
            try {
                String shown = line.use(open -> show(open.spec(), open.read()));
                levels.append(shown);
                any = true;
            } catch (GpioException e) {
                levels.append(name).append("=?");
                problem = e;
            }
        }
        if (!any && problem != null) {
            throw problem;
        }
        return levels.toString();
    }

    private static String set(GpioLine line, Level level) throws GpioException {
        line.write(level);
        return show(line.spec(), level);
    }

    private String pulse(GpioLine line, Duration duration, CommandContext context)
            throws GpioException, Refused, InterruptedException {
        // Asked when the line is ours: waiting for it took of the same time.
        Duration longest = context.remaining().minus(MARGIN);
        if (duration.compareTo(longest) > 0) {
            throw new Refused(
                    CommandStatus.INVALID_ARGUMENT,
                    "longer than this call may last, allowed now: at most " + Math.max(0, longest.toMillis()) + "ms");
        }
        HeldLine.pulse(line, duration, pause);
        Level safe = line.spec().safe();
        return line.spec().name() + "=" + safe.opposite().digit() + " for " + duration.toMillis() + "ms, now "
                + safe.digit();
    }

    private HeldLine line(GpioRequest request) throws Refused {
        HeldLine line = lines.get(request.name());
        if (line == null) {
            throw new Refused(CommandStatus.INVALID_ARGUMENT, "no such line, allowed: " + names(false));
        }
        return line;
    }

    private HeldLine output(GpioRequest request) throws Refused {
        HeldLine line = line(request);
        if (!line.spec().isOutput()) {
            throw new Refused(
                    CommandStatus.INVALID_ARGUMENT, line.spec().name() + " is an input, outputs: " + names(true));
        }
        return line;
    }

    private String names(boolean outputs) {
        StringBuilder names = new StringBuilder();
        int left = 0;
        for (HeldLine line : lines.values()) {
            String name = line.spec().name();
            if (outputs && !line.spec().isOutput()) {
                continue;
            }
            if (left > 0 || names.length() + 1 + name.length() > MAX_NAMES) {
                left++;
                continue;
            }
            names.append(names.length() == 0 ? "" : " ").append(name);
        }
        if (left > 0) {
            names.append(" +").append(left).append(" more");
        }
        return names.length() == 0 ? "none" : names.toString();
    }

    private static String show(LineSpec spec, Level level) {
        return spec.name() + "=" + level.digit();
    }

    /** Sets every output to its safe level, under a pulse that is still under way, too. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        GpioLines now = open;
        open = null;
        if (now != null) {
            now.close();
        }
    }
}

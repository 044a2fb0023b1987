package dev.ipcommand.modem.power;

import dev.ipcommand.modem.gpio.GpioException;
import dev.ipcommand.modem.gpio.GpioLine;
import dev.ipcommand.modem.gpio.GpioLines;
import dev.ipcommand.modem.gpio.LineSpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Drives the lines of a board. A line is taken when it is first needed, and kept: what a pin does once it is released is up to
 * the board, and a modem must not lose its supply because nobody holds the line that enables it.
 *
 * <p><b>Threading.</b> One action at a time, others wait; an action takes from seconds to about two minutes, and ends early
 * when its thread is interrupted. {@link #close} waits for the action under way: interrupt it first.
 *
 * <p><b>Failures.</b> Where GPIO is missing the result says so, the reason is logged once, and the next action tries again.
 * However an action ends, every line is inactive afterwards, or the failure to make it so is logged.
 */
public final class PowerControl implements AutoCloseable {
    /** Lets a pulse last; a test does not wait. */
    @FunctionalInterface
    public interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    private static final System.Logger LOG = System.getLogger(PowerControl.class.getName());
    /** PWRKEY pulses until STATUS agrees. Sixfab's own script tries 20 times, which is for the caller's ladder here. */
    private static final int ATTEMPTS = 3;
    /** From the supply's return to the key: rails settle in milliseconds. */
    private static final Duration SUPPLY_SETTLES = Duration.ofSeconds(1);

    private enum Role {
        PWRKEY,
        RESET,
        CUT,
        STATUS
    }

    private final PowerBoard board;
    private final GpioLines.Source gpio;
    private final Pause pause;
    private final Map<Role, GpioLine> lines = new EnumMap<>(Role.class);
    private @Nullable GpioLines open;
    private String problem = "";
    private boolean closed;

    /** Opens nothing yet. */
    public PowerControl(PowerBoard board, GpioLines.Source gpio) {
        this(board, gpio, duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
    }

    public PowerControl(PowerBoard board, GpioLines.Source gpio, Pause pause) {
        this.board = board;
        this.gpio = gpio;
        this.pause = pause;
    }

    /** What can be asked for. */
    public Set<PowerAction> actions() {
        return board.actions();
    }

    /** Why GPIO could not be used the last time; empty if it could. */
    public synchronized String problem() {
        return problem;
    }

    /**
     * Does it, and waits until the modem may be asked again.
     *
     * @throws InterruptedException with every line inactive
     */
    public synchronized PowerResult perform(PowerAction action) throws InterruptedException {
        if (!board.actions().contains(action)) {
            return PowerResult.NO_LINE;
        }
        LOG.log(System.Logger.Level.INFO, "modem power action={0} board={1}", action, board.name());
        try {
            PowerResult result = run(action);
            problem = "";
            if (result != PowerResult.DONE) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "modem power not confirmed by STATUS action={0} board={1}",
                        action,
                        board.name());
            }
            return result;
        } catch (GpioException e) {
            unavailable(String.valueOf(e.getMessage()));
            return PowerResult.NO_GPIO;
        }
    }

    private PowerResult run(PowerAction action) throws GpioException, InterruptedException {
        return switch (action) {
            case ON -> on(board.pwrkey().orElseThrow());
            case OFF -> off(board.pwrkey().orElseThrow());
            case CYCLE -> {
                PowerResult stopped = off(board.pwrkey().orElseThrow());
                PowerResult started = on(board.pwrkey().orElseThrow());
                yield stopped == PowerResult.DONE ? started : stopped;
            }
            case RESET -> {
                PowerBoard.Pulse reset = board.reset().orElseThrow();
                pulse(Role.RESET, reset.line(), reset.time());
                pause.last(board.times().boot());
                yield PowerResult.DONE;
            }
            case CUT -> cut(board.cut().orElseThrow());
        };
    }

    private PowerResult cut(PowerBoard.Pulse cut) throws GpioException, InterruptedException {
        pulse(Role.CUT, cut.line(), cut.time());
        Optional<PowerBoard.Key> key = board.pwrkey();
        if (key.isEmpty()) {
            pause.last(board.times().boot());
            return PowerResult.DONE;
        }
        pause.last(SUPPLY_SETTLES);
        return on(key.get());
    }

    private PowerResult on(PowerBoard.Key key) throws GpioException, InterruptedException {
        return press(key, key.on(), board.times().boot(), true);
    }

    private PowerResult off(PowerBoard.Key key) throws GpioException, InterruptedException {
        return press(key, key.off(), board.times().shutdown(), false);
    }

    /** The same key starts and stops, so it is not pressed when STATUS says that there is nothing to do. */
    private PowerResult press(PowerBoard.Key key, Duration hold, Duration wait, boolean running)
            throws GpioException, InterruptedException {
        if (board.status().isEmpty()) {
            pulse(Role.PWRKEY, key.line(), hold);
            pause.last(wait);
            return PowerResult.DONE;
        }
        PowerLine status = board.status().get();
        for (int attempt = 0; attempt < ATTEMPTS && isRunning(status) != running; attempt++) {
            pulse(Role.PWRKEY, key.line(), hold);
            pause.last(wait);
        }
        return isRunning(status) == running ? PowerResult.DONE : PowerResult.NOT_CONFIRMED;
    }

    private boolean isRunning(PowerLine status) throws GpioException {
        return line(Role.STATUS, status).read() == status.active();
    }

    private void pulse(Role role, PowerLine wanted, Duration time) throws GpioException, InterruptedException {
        // Taking the line that cuts the supply gives the supply: a key does nothing to a modem without.
        if (role != Role.CUT && board.cut().isPresent()) {
            line(Role.CUT, board.cut().get().line());
        }
        GpioLine line = line(role, wanted);
        // What fails here ends in release(), which makes every line inactive.
        line.write(wanted.active());
        try {
            pause.last(time);
        } catch (InterruptedException e) {
            rest(line, e);
            throw e;
        }
        line.write(wanted.active().opposite());
    }

    private void rest(GpioLine line, InterruptedException interrupt) {
        try {
            line.write(line.spec().safe());
        } catch (GpioException e) {
            interrupt.addSuppressed(e);
            unavailable(String.valueOf(e.getMessage()));
        }
    }

    private GpioLine line(Role role, PowerLine wanted) throws GpioException {
        if (closed) {
            throw new GpioException("the agent stops");
        }
        GpioLine known = lines.get(role);
        if (known != null) {
            return known;
        }
        GpioLines source = open;
        if (source == null) {
            source = gpio.open();
            open = source;
        }
        String name = "modem-" + role.name().toLowerCase(Locale.ROOT);
        GpioLine line = source.open(
                role == Role.STATUS
                        ? LineSpec.input(name, wanted.line(), LineSpec.Pull.OFF)
                        : LineSpec.output(name, wanted.line(), wanted.active().opposite()));
        lines.put(role, line);
        return line;
    }

    private void unavailable(String reason) {
        release();
        System.Logger.Level level = reason.equals(problem) ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        problem = reason;
        LOG.log(level, "modem power unavailable board={0}: {1}", board.name(), reason);
    }

    private void release() {
        lines.clear();
        GpioLines source = open;
        open = null;
        if (source != null) {
            source.close();
        }
    }

    /** Makes every line inactive and gives it back. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        release();
    }
}

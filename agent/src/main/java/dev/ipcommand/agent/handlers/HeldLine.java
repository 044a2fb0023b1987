package dev.ipcommand.agent.handlers;

import dev.ipcommand.modem.gpio.GpioException;
import dev.ipcommand.modem.gpio.GpioLine;
import dev.ipcommand.modem.gpio.GpioLines;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One configured line, opened when it is first needed and again if that failed.
 *
 * <p><b>Threading.</b> One caller at a time, others wait; waiting and pulses can be interrupted.
 */
final class HeldLine {
    /** Lets a pulse last; a test does not wait. */
    @FunctionalInterface
    interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    /** Something done while nobody else has the line. */
    @FunctionalInterface
    interface Use<R> {
        R on(GpioLine line) throws GpioException, Refused, InterruptedException;
    }

    private final LineSpec spec;
    private final GpioLines.Source board;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable GpioLine line;

    /** @param board hands out the one board that all lines share */
    HeldLine(LineSpec spec, GpioLines.Source board) {
        this.spec = spec;
        this.board = board;
    }

    LineSpec spec() {
        return spec;
    }

    <R> R use(Use<R> use) throws GpioException, Refused, InterruptedException {
        turn.lockInterruptibly();
        try {
            GpioLine open = line;
            if (open == null) {
                open = board.open().open(spec);
                line = open;
            }
            return use.on(open);
        } finally {
            turn.unlock();
        }
    }

    /** Drives the opposite of safe for a while; the line ends at its safe level, however the pulse ends. */
    static void pulse(GpioLine line, Duration duration, Pause pause) throws GpioException, InterruptedException {
        Level safe = line.spec().safe();
        try {
            line.write(safe.opposite());
            pause.last(duration);
        } finally {
            line.write(safe);
        }
    }
}

package dev.ipcommand.modem.at;

import dev.ipcommand.modem.AtCounters;
import dev.ipcommand.modem.ModemException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Commands to a modem and its answers, over one port. One command is in flight; others wait, sends before reads of state.
 *
 * <p><b>Threading.</b> Any thread may call anything. {@link #execute} blocks until the command's own deadline at the latest,
 * counted from when it is written. URCs come in order on a thread of their own, which may call {@link #execute}.
 * {@link #close} ends every wait within 2 s.
 *
 * <p><b>Failure.</b> After a timeout the channel gets back in step with the modem by itself, see {@link AtEngine}; a late
 * answer never reaches another command.
 */
public interface AtChannel extends AutoCloseable {
    /** Hears what the modem says by itself. */
    interface Listener {
        void onUrc(Urc urc);

        /** The port is gone; nothing else will come. */
        void onPortLost(String reason);

        /** Fences and a reopening failed; the next command tries again. */
        void onDeaf();
    }

    /** Runs one command. */
    <R> R execute(AtCommand<R> command) throws AtException, InterruptedException;

    /** Runs a task on the URC thread, after the URCs that have come so far; at once if called there. */
    <T> T inOrder(Callable<T> task) throws ModemException, InterruptedException;

    /** Lets the modem be for that long: between two tries of what it is too busy for. Ends early when the channel is closed. */
    void rest(Duration time) throws InterruptedException;

    /** Reads the stream by this dialect from now on. */
    void use(AtDialect dialect);

    /** The text with which this modem answers {@code +CGMM}: makes it good for a fence. */
    void knowModel(String model);

    /** The one listener; it hears nothing that came before. */
    void listen(Listener listener);

    /** Commands in a row that got no answer. */
    int consecutiveTimeouts();

    AtCounters counters();

    @Override
    void close();

    /**
     * Opens a port and waits until its modem answers and is in step.
     *
     * @throws ModemException as the opener says, or {@code TIMEOUT} if nobody answers
     */
    static AtChannel open(AtPort.Opener opener, AtDialect dialect, AtClock clock)
            throws ModemException, InterruptedException {
        PortAtChannel channel = new PortAtChannel(opener, dialect, clock);
        channel.start();
        return channel;
    }
}

package dev.ipcommand.agent.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Runs the {@link TransitionTable}: keeps the status, turns effects into work and timers.
 *
 * <p><b>Threading.</b> Not thread-safe: the {@code session} thread alone calls it. It holds no thread, clock or socket
 * itself: time comes in with each event, work goes out through {@link SessionOutput}.
 *
 * <p><b>Late results.</b> Every change of phase starts a new generation; the result of work that an earlier generation
 * asked for is dropped, so an answer that comes late cannot move a session that has gone on.
 */
public final class SessionSupervisor {
    private final SessionOutput output;
    private SessionStatus status;
    private long generation;

    public SessionSupervisor(SessionOutput output, Instant now) {
        this.output = output;
        this.status = SessionStatus.initial(now);
    }

    /** The status after the last event. */
    public SessionStatus status() {
        return status;
    }

    /** The present generation. */
    public long generation() {
        return generation;
    }

    /** Something happened that no work of ours asked for: a URC, a timer, a command of the operator. */
    public void handle(SessionEvent event, Instant now) {
        TransitionTable.Step step = TransitionTable.apply(status, event, now);
        if (!step.matched()) {
            return;
        }
        SessionStatus before = status;
        status = step.status();
        if (before.phase() != status.phase()) {
            generation++;
            for (Timer timer : Timer.values()) {
                output.stop(timer);
            }
            output.changed(before, status);
        }
        if (event.trigger() == Trigger.REGISTERED) {
            output.stop(Timer.GRACE);
        }
        for (Effect effect : step.effects()) {
            carryOut(effect, step.pause());
        }
    }

    /** Work ended; if an earlier generation asked for it, nothing happens. */
    public void handleResult(SessionEvent event, long askedIn, Instant now) {
        if (askedIn == generation) {
            handle(event, now);
        }
    }

    private void carryOut(Effect effect, Optional<Pause> pause) {
        switch (effect) {
            case RETRY_LATER ->
                output.start(Timer.RETRY, pause.orElse(Pause.LOOK).after(Math.max(1, status.failures())));
            case RETRY_NOW -> output.start(Timer.RETRY, Duration.ZERO);
            case CHECK_LATER -> output.start(Timer.CHECK, Timer.CHECK.usual());
            case GRACE_TIMER -> output.startUnlessRunning(Timer.GRACE, Timer.GRACE.usual());
            default -> output.perform(effect, generation);
        }
    }
}

package dev.ipcommand.agent.session;

import java.time.Duration;
import java.util.Optional;

/**
 * Runs the {@link TransitionTable} and asks the {@link RecoveryLadder}: keeps the status, turns effects into work and timers,
 * and has outages written down.
 *
 * <p><b>Threading.</b> Not thread-safe: the {@code session} thread alone calls it. It holds no thread, clock or socket
 * itself: time comes in with each event, work goes out through {@link SessionOutput}.
 *
 * <p><b>Late results.</b> Every change of phase starts a new generation; the result of work that an earlier generation
 * asked for is dropped, so an answer that comes late cannot move a session that has gone on.
 */
public final class SessionSupervisor {
    private final SessionOutput output;
    private final RecoveryLadder ladder;
    private final OutageRecorder outages;
    private SessionStatus status;
    private long generation;
    private Duration downSince = Duration.ZERO;
    private boolean served;
    private Optional<RecoveryLadder.Step> next = Optional.empty();

    public SessionSupervisor(SessionOutput output, RecoveryLadder ladder, OutageRecorder outages, Moment now) {
        this.output = output;
        this.ladder = ladder;
        this.outages = outages;
        this.status = SessionStatus.initial(now.wall());
    }

    /** The status after the last event. */
    public SessionStatus status() {
        return status;
    }

    /** The present generation. */
    public long generation() {
        return generation;
    }

    /** The next rung if nothing changes. */
    public Optional<RecoveryLadder.Step> nextRung() {
        return next;
    }

    /** Something happened that no work of ours asked for: a URC, a timer, a command of the operator. */
    public void handle(SessionEvent event, Moment now) {
        if (event.trigger() == Trigger.RUNG_DUE) {
            climb(now);
        } else {
            follow(event, now);
        }
        lookUp(now);
    }

    /** Work ended; if an earlier generation asked for it, nothing happens. */
    public void handleResult(SessionEvent event, long askedIn, Moment now) {
        if (askedIn == generation) {
            handle(event, now);
        }
    }

    private void climb(Moment now) {
        Optional<RecoveryLadder.Step> due =
                ladder.next().filter(step -> step.at().compareTo(now.up()) <= 0);
        if (due.isPresent()) {
            Rung rung = due.get().rung();
            ladder.taken(rung, now.up());
            if (!served) {
                // No service from the start on is an outage too, once it takes more than a start does.
                outages.began(now.wall().minus(now.up()), "no service since the agent's start");
            }
            outages.tried(rung, now.wall());
            follow(SessionEvent.of(rung.trigger(), "rung " + rung.number() + ", " + rung.trouble()), now);
        }
    }

    private void follow(SessionEvent event, Moment now) {
        TransitionTable.Step step = TransitionTable.apply(status, event, now.wall());
        if (!step.matched()) {
            return;
        }
        SessionStatus before = status;
        status = step.status();
        ladder.observe(event.trigger(), before, status, now.up());
        if (before.phase() != status.phase()) {
            generation++;
            for (Timer timer : Timer.values()) {
                output.stop(timer);
            }
            next = Optional.empty();
            output.changed(before, status);
            noteOutage(event, before, now);
        }
        if (event.trigger() == Trigger.REGISTERED) {
            output.stop(Timer.GRACE);
        }
        for (Effect effect : step.effects()) {
            carryOut(effect, step.pause());
        }
    }

    private void noteOutage(SessionEvent event, SessionStatus before, Moment now) {
        if (status.phase() == Phase.LISTENING) {
            served = true;
            outages.ended(now.wall(), now.up().minus(downSince));
        } else if (before.phase() == Phase.LISTENING) {
            downSince = now.up();
            if (status.phase() != Phase.STOPPING) {
                outages.began(now.wall(), event.detail());
            }
            if (event.trigger() == Trigger.LINK_LOST) {
                outages.tried(Rung.LISTENER, now.wall());
            } else if (event.trigger() == Trigger.CONTEXT_LOST) {
                outages.tried(Rung.CONTEXT, now.wall());
            }
        }
    }

    /** Every event may have changed what comes next. */
    private void lookUp(Moment now) {
        Optional<RecoveryLadder.Step> found = ladder.next();
        if (found.equals(next)) {
            return;
        }
        next = found;
        if (next.isEmpty()) {
            output.stop(Timer.LADDER);
        } else {
            Duration wait = next.get().at().minus(now.up());
            output.start(Timer.LADDER, wait.isNegative() ? Duration.ZERO : wait);
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

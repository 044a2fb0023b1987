package dev.ipcommand.agent.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** A real supervisor and a real ladder in virtual time, before a {@link VirtualModem}. */
final class VirtualSession implements SessionOutput {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    /** Something that was done. */
    record Done(Duration at, Effect effect) {}

    /** A rung that was tried. */
    record Climbed(Duration at, Rung rung) {}

    private record Scheduled(Duration at, long order, Runnable what) {}

    private record Job(Effect effect, long generation) {}

    final List<Done> done = new ArrayList<>();
    final List<Climbed> climbed = new ArrayList<>();
    final VirtualModem modem;
    private final PriorityQueue<Scheduled> agenda =
            new PriorityQueue<>(Comparator.comparing(Scheduled::at).thenComparing(Scheduled::order));
    private final Map<Timer, Scheduled> timers = new EnumMap<>(Timer.class);
    private final Deque<Job> jobs = new ArrayDeque<>();
    private final RecoveryLadder ladder;
    private final SessionSupervisor supervisor;
    private final Duration bornAt;
    private Duration now;
    private long order;
    private boolean working;

    /**
     * @param bornAt when this life of the agent begins
     * @param agesOfResets what earlier lives left
     */
    VirtualSession(VirtualModem modem, LadderTimes times, Duration bornAt, List<Duration> agesOfResets) {
        this.modem = modem;
        this.bornAt = bornAt;
        this.now = bornAt;
        this.ladder = new RecoveryLadder(times, () -> Duration.ofSeconds(30), modem.hasPower, () -> 0.5);
        ladder.remember(agesOfResets);
        this.supervisor = new SessionSupervisor(this, ladder, new Notes(), moment());
        post(SessionEvent.of(Trigger.START, "started"));
    }

    Phase phase() {
        return supervisor.status().phase();
    }

    RecoveryLadder ladder() {
        return ladder;
    }

    /** Something happens from outside. */
    void post(SessionEvent event) {
        supervisor.handle(event, moment());
        work();
    }

    /** Lets time pass up to a point. */
    void runUntil(Duration end) {
        runUntil(end, never -> false);
    }

    /** Lets time pass until something holds, at most up to a point; whether it holds. */
    boolean runUntil(Duration end, Predicate<VirtualSession> condition) {
        while (!condition.test(this)) {
            Scheduled next = agenda.peek();
            if (next == null || next.at().compareTo(end) > 0) {
                now = end;
                return false;
            }
            agenda.remove();
            now = next.at();
            next.what().run();
        }
        return true;
    }

    private Moment moment() {
        return new Moment(START.plus(now), now.minus(bornAt));
    }

    /** One thing at a time, as {@code at-work} does it; work of an earlier phase is left out. */
    private void work() {
        if (working) {
            return;
        }
        Job job = jobs.poll();
        while (job != null && job.generation() != supervisor.generation() && !isClosing(job.effect())) {
            job = jobs.poll();
        }
        if (job == null) {
            return;
        }
        Job doing = job;
        working = true;
        done.add(new Done(now, doing.effect()));
        VirtualModem.Outcome outcome = modem.does(doing.effect(), now);
        in(outcome.takes(), () -> {
            working = false;
            outcome.trigger()
                    .ifPresent(trigger -> supervisor.handleResult(
                            SessionEvent.of(trigger, trigger.name()), doing.generation(), moment()));
            work();
        });
    }

    private static boolean isClosing(Effect effect) {
        return effect == Effect.CLOSE_LINK || effect == Effect.CLOSE_MODEM || effect == Effect.DEACTIVATE;
    }

    private Scheduled in(Duration wait, Runnable what) {
        Scheduled scheduled = new Scheduled(now.plus(wait), order++, what);
        agenda.add(scheduled);
        return scheduled;
    }

    @Override
    public void perform(Effect effect, long generation) {
        jobs.add(new Job(effect, generation));
        in(Duration.ZERO, this::work);
    }

    @Override
    public void start(Timer timer, Duration length) {
        stop(timer);
        timers.put(timer, in(length, () -> {
            timers.remove(timer);
            post(SessionEvent.of(timer.trigger(), "timer"));
        }));
    }

    @Override
    public void startUnlessRunning(Timer timer, Duration length) {
        if (!timers.containsKey(timer)) {
            start(timer, length);
        }
    }

    @Override
    public void stop(Timer timer) {
        Optional.ofNullable(timers.remove(timer)).ifPresent(agenda::remove);
    }

    @Override
    public void changed(SessionStatus before, SessionStatus after) {}

    private final class Notes implements OutageRecorder {
        @Override
        public void began(Instant at, String cause) {}

        @Override
        public void tried(Rung rung, Instant at) {
            climbed.add(new Climbed(now, rung));
        }

        @Override
        public void ended(Instant at, Duration lasted) {}
    }
}

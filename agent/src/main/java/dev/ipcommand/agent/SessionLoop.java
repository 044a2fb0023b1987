package dev.ipcommand.agent;

import dev.ipcommand.agent.link.SessionWork;
import dev.ipcommand.agent.session.Effect;
import dev.ipcommand.agent.session.Moment;
import dev.ipcommand.agent.session.OutageRecorder;
import dev.ipcommand.agent.session.Phase;
import dev.ipcommand.agent.session.RecoveryLadder;
import dev.ipcommand.agent.session.Rung;
import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.SessionOutput;
import dev.ipcommand.agent.session.SessionStatus;
import dev.ipcommand.agent.session.SessionSupervisor;
import dev.ipcommand.agent.session.Timer;
import dev.ipcommand.agent.session.Trigger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the session its two threads: {@code session}, the only one that changes its state, and {@code at-work}, which
 * does what may block.
 *
 * <p>Events come from anywhere through {@link #post}. Pauses run on {@link System#nanoTime}: the device's clock may jump.
 */
final class SessionLoop implements SessionOutput, AutoCloseable {
    private static final Logger LOG = System.getLogger("session");
    private static final int EVENTS = 1024;

    private record Posted(SessionEvent event, long generation) {}

    private record Job(Effect effect, long generation) {}

    /** When which rung is due, and who keeps the outages. */
    record Recovery(RecoveryLadder ladder, OutageRecorder outages) {}

    /** The rung that comes next if nothing changes. */
    record NextRung(Rung rung, Instant at) {}

    private static final long ANY_GENERATION = -1;

    private final SessionWork work;
    private final Clock clock;
    private final boolean withModem;
    private final Consumer<SessionStatus> onListening;
    private final RecoveryLadder ladder;
    private final long startNanos;
    private final SessionSupervisor supervisor;
    private final LinkedBlockingQueue<Posted> events = new LinkedBlockingQueue<>(EVENTS);
    private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>(EVENTS);
    private final Map<Timer, Long> dueNanos = new EnumMap<>(Timer.class);
    private final CountDownLatch closedInOrder = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(2);
    private final Thread session = new Thread(this::sessionLoop, "session");
    private final Thread worker = new Thread(this::workLoop, "at-work");
    private volatile SessionStatus status;
    private volatile Optional<Instant> nextTry = Optional.empty();
    private volatile Optional<NextRung> nextRung = Optional.empty();
    private volatile boolean alarming;
    private volatile long resetsOfADay;
    private volatile boolean stopping;
    /** The supervisor's, for {@code at-work} to see. */
    private volatile long generation;

    /**
     * @param recovery when which rung is due, and who keeps the outages
     * @param onListening told by the {@code session} thread each time it gets to LISTENING
     */
    SessionLoop(
            SessionWork work, Clock clock, boolean withModem, Recovery recovery, Consumer<SessionStatus> onListening) {
        this.work = work;
        this.clock = clock;
        this.withModem = withModem;
        this.ladder = recovery.ladder();
        this.onListening = onListening;
        this.startNanos = System.nanoTime();
        this.supervisor = new SessionSupervisor(this, ladder, recovery.outages(), now());
        this.status = supervisor.status();
    }

    void start() {
        session.start();
        worker.start();
        post(SessionEvent.of(withModem ? Trigger.START : Trigger.START_WITHOUT_MODEM, "started"));
    }

    /** Something happened. Never blocks; an event that finds 1024 waiting is dropped, the periodic look makes up for it. */
    void post(SessionEvent event) {
        if (!events.offer(new Posted(event, ANY_GENERATION))) {
            LOG.log(Level.WARNING, "too many session events wait, dropped {0}", event.trigger());
        }
    }

    SessionStatus status() {
        return status;
    }

    /** When it tries next, if it waits for a time. */
    Optional<Instant> nextTry() {
        return nextTry;
    }

    /** The rung that comes next if nothing changes. */
    Optional<NextRung> nextRung() {
        return nextRung;
    }

    /** Whether everything was tried and somebody should look. */
    boolean isAlarming() {
        return alarming;
    }

    /** How often the modem was restarted in the last 24 h. */
    long resetsOfADay() {
        return resetsOfADay;
    }

    private Moment now() {
        return new Moment(clock.instant(), Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private void sessionLoop() {
        try {
            while (!stopping) {
                deal(nextEvent());
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "session interrupted");
        } finally {
            ended.countDown();
        }
    }

    /** @param next null = a timer is due */
    private void deal(@Nullable Posted next) {
        try {
            if (next == null) {
                fireTimers();
            } else if (next.generation() == ANY_GENERATION) {
                supervisor.handle(next.event(), now());
            } else {
                supervisor.handleResult(next.event(), next.generation(), now());
            }
            publish();
        } catch (RuntimeException e) {
            // A defect of ours; without this thread the gateway would be lost for good.
            LOG.log(
                    Level.ERROR,
                    "dealing with " + (next == null ? "a timer" : next.event().trigger()),
                    e);
        }
    }

    private void publish() {
        status = supervisor.status();
        Moment now = now();
        nextRung = supervisor
                .nextRung()
                .map(step -> new NextRung(step.rung(), now.wall().plus(step.at().minus(now.up()))));
        resetsOfADay = ladder.resetsOfTheDayBefore(now.up());
        boolean alarm = ladder.isAlarming();
        if (alarm && !alarming) {
            LOG.log(
                    Level.ERROR,
                    "no service, and waiting will hardly bring it back: {0}; type: ipcommand doctor",
                    status.because());
        }
        alarming = alarm;
    }

    private @Nullable Posted nextEvent() throws InterruptedException {
        long wait = Long.MAX_VALUE;
        long now = System.nanoTime();
        for (long due : dueNanos.values()) {
            wait = Math.min(wait, due - now);
        }
        return wait <= 0 ? events.poll() : events.poll(wait, TimeUnit.NANOSECONDS);
    }

    private void fireTimers() {
        long now = System.nanoTime();
        for (Timer timer : Timer.values()) {
            Long due = dueNanos.get(timer);
            if (due != null && due - now <= 0) {
                dueNanos.remove(timer);
                supervisor.handle(
                        SessionEvent.of(timer.trigger(), supervisor.status().because()), now());
            }
        }
    }

    private void workLoop() {
        try {
            while (!stopping) {
                work(jobs.take());
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "at-work interrupted");
        } finally {
            ended.countDown();
        }
    }

    private void work(Job job) throws InterruptedException {
        // Work of an earlier phase is pointless, but what it opened must still be closed.
        if (job.generation() == generation || isClosing(job.effect())) {
            perform(job);
        }
        if (job.effect() == Effect.CLOSE_MODEM && status.phase() == Phase.STOPPING) {
            closedInOrder.countDown();
        }
    }

    private static boolean isClosing(Effect effect) {
        return effect == Effect.CLOSE_LINK || effect == Effect.CLOSE_MODEM || effect == Effect.DEACTIVATE;
    }

    private void perform(Job job) throws InterruptedException {
        Optional<SessionEvent> outcome;
        try {
            outcome = work.perform(job.effect());
        } catch (RuntimeException | Error e) {
            // An Error too (a native library that does not load): without this thread nothing is ever tried again.
            LOG.log(Level.ERROR, "doing " + job.effect(), e);
            outcome = Optional.of(SessionEvent.of(Trigger.FAILED, job.effect() + ": " + e));
        }
        if (outcome.isPresent()) {
            events.put(new Posted(outcome.get(), job.generation()));
        }
    }

    @Override
    public void perform(Effect effect, long askedIn) {
        if (effect == Effect.CLOSE_MODEM && status.phase() != Phase.STOPPING) {
            // On this thread: work that waits for an answer which will not come ends only by this. When stopping, the
            // modem's socket is closed first; close() sees to it that this does not take long.
            work.abandonModem();
        }
        if (!jobs.offer(new Job(effect, askedIn))) {
            LOG.log(Level.ERROR, "too much session work waits, dropped {0}", effect);
        }
    }

    @Override
    public void start(Timer timer, Duration length) {
        dueNanos.put(timer, System.nanoTime() + length.toNanos());
        if (timer == Timer.RETRY) {
            nextTry = Optional.of(clock.instant().plus(length));
        }
    }

    @Override
    public void startUnlessRunning(Timer timer, Duration length) {
        if (!dueNanos.containsKey(timer)) {
            start(timer, length);
        }
    }

    @Override
    public void stop(Timer timer) {
        dueNanos.remove(timer);
        if (timer == Timer.RETRY) {
            nextTry = Optional.empty();
        }
    }

    @Override
    public void changed(SessionStatus before, SessionStatus after) {
        status = after;
        generation = supervisor.generation();
        LOG.log(levelOf(before, after), "{0} -> {1}: {2}", before.phase(), after.phase(), after.because());
        if (after.phase() == Phase.LISTENING) {
            onListening.accept(after);
        }
    }

    /** An outage tells its story once; of the tries that follow only every power of two is news. */
    private static Level levelOf(SessionStatus before, SessionStatus after) {
        int failures = after.failures();
        boolean news = failures <= 1
                || before.phase() == Phase.LISTENING
                || after.phase() == Phase.LISTENING
                || (after.phase() == Phase.BACKING_OFF && Integer.bitCount(failures) == 1);
        return news ? Level.INFO : Level.DEBUG;
    }

    /** Stops: the link and the modem are closed in order, at most 1.5 s long. Idempotent. */
    @Override
    public void close() {
        if (stopping) {
            return;
        }
        post(SessionEvent.of(Trigger.STOP, "the agent ends"));
        boolean inOrder = await(closedInOrder, 1000);
        stopping = true;
        work.abandonModem();
        session.interrupt();
        worker.interrupt();
        if (!await(ended, 500) || !inOrder) {
            LOG.log(Level.WARNING, "the session was cut off: the modem did not answer in time");
        }
    }

    private static boolean await(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

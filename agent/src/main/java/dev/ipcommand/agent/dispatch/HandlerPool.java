package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.dispatch.CommandCounters.Outcome;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of all lanes on at most 16 threads named {@code handler-n}.
 *
 * <p>A call goes straight to an idle thread, which is one wake-up. Without one it waits in its lane, and a lane that may
 * run something waits in the queue of ready lanes; a thread that becomes free takes one call of the first and puts the
 * lane behind the others. So lanes take turns, each keeps its order, and a lane that hangs holds {@code concurrency}
 * threads and no more. If lanes hold all 16, the others wait until a deadline frees a thread.
 *
 * <p>A call that ignores its interrupt for 5 s is abandoned: its lane is unavailable until it returns, and another thread
 * may take its place, at most {@value #MAX_ABANDONED} times; after that every in-process lane is unavailable.
 *
 * <p><b>Threading.</b> Any thread. Foreign code and answers run outside the lock.
 */
final class HandlerPool implements AutoCloseable {
    static final int MAX_THREADS = 16;
    static final int MAX_ABANDONED = 8;
    static final long ABANDON_NANOS = 5_000_000_000L;
    private static final long CLOSE_NANOS = 2_400_000_000L;
    private static final String STOPPING = "the agent is stopping";
    private static final String NOT_NOTED = "the disk refuses to note that it runs";
    private static final String TOO_LATE = "waited too long for its turn";
    private static final System.Logger LOG = System.getLogger(HandlerPool.class.getName());

    /** What became of a call that was handed in. */
    enum Submitted {
        ACCEPTED,
        FULL,
        UNAVAILABLE,
        STOPPED
    }

    private final Answers answers;
    private final CallRunner runner;
    private final DeadlineTimer timer;

    private final Object lock = new Object();
    private final ArrayDeque<HandlerThread> idle = new ArrayDeque<>();
    private final ArrayDeque<Lane> ready = new ArrayDeque<>();
    private final Set<Lane> waiting = new LinkedHashSet<>();
    private final List<HandlerThread> threads = new ArrayList<>();
    private int replaced;
    private int abandoned;
    private int created;
    private boolean closed;

    HandlerPool(Answers answers, CallRunner runner, DispatchClock clock) {
        this.answers = answers;
        this.runner = runner;
        this.timer = new DeadlineTimer(clock, this::expire);
    }

    void start() {
        timer.start();
    }

    /** How many calls ignore their interrupt at this moment. */
    int abandoned() {
        synchronized (lock) {
            return abandoned;
        }
    }

    /** How many threads there are. */
    int threads() {
        synchronized (lock) {
            return threads.size();
        }
    }

    Submitted submit(Lane lane, Call call) {
        HandlerThread wake = null;
        synchronized (lock) {
            if (closed) {
                return Submitted.STOPPED;
            }
            if (lane.abandoned > 0 || (lane.inProcess && abandoned >= MAX_ABANDONED)) {
                return Submitted.UNAVAILABLE;
            }
            boolean runsNow = lane.mayRun() && lane.queue.isEmpty();
            if (runsNow && !idle.isEmpty()) {
                wake = idle.pop();
                lane.running++;
                wake.give(call);
            } else if (!(runsNow && startThread(lane, call))) {
                if (lane.queue.size() >= lane.capacity) {
                    return Submitted.FULL;
                }
                lane.queue.add(call);
                waiting.add(lane);
                makeReady(lane);
                timer.arm(call.lastStartNanos());
            }
        }
        if (wake != null) {
            wake.unpark();
        }
        return Submitted.ACCEPTED;
    }

    /** Under the lock. False if there may not or cannot be one more thread. */
    private boolean startThread(Lane lane, Call call) {
        if (threads.size() - replaced >= MAX_THREADS) {
            return false;
        }
        HandlerThread thread = new HandlerThread(this, "handler-" + ++created, call);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            LOG.log(System.Logger.Level.ERROR, "no thread for a handler: " + e.getMessage());
            return false;
        }
        lane.running++;
        threads.add(thread);
        return true;
    }

    private void makeReady(Lane lane) {
        if (!lane.ready && !lane.queue.isEmpty() && lane.mayRun()) {
            lane.ready = true;
            ready.add(lane);
        }
    }

    /** Under the lock: the next call of the lane whose turn it is, or null. */
    private @Nullable Call takeNext() {
        while (true) {
            Lane lane = ready.poll();
            if (lane == null) {
                return null;
            }
            lane.ready = false;
            Call call = lane.mayRun() ? lane.queue.poll() : null;
            if (lane.queue.isEmpty()) {
                waiting.remove(lane);
            }
            if (call != null) {
                lane.running++;
                makeReady(lane);
                return call;
            }
        }
    }

    /** On the handler's thread: runs a call and settles its answer, unless its deadline or the end did. Never throws. */
    void run(Call call) {
        try {
            runInTime(call);
        } catch (RuntimeException | Error e) {
            // No memory, say. An end of this thread would leave the lane busy for good.
            call.end();
            LOG.log(System.Logger.Level.ERROR, "an answer of handler " + call.name() + " was lost", e);
        }
    }

    private void runInTime(Call call) {
        if (call.isStopping()) {
            answers.reject(call, CommandStatus.UNAVAILABLE, STOPPING);
            return;
        }
        if (call.isTooLateToBegin()) {
            answers.reject(call, CommandStatus.DEADLINE_EXCEEDED, TOO_LATE);
            return;
        }
        if (!call.isPermitted()) {
            // Before it is noted as begun: its id stays free.
            answers.reject(call, CommandStatus.NOT_FOUND, Admission.NO_SUCH_COMMAND);
            return;
        }
        if (!call.mayBegin()) {
            answers.reject(call, CommandStatus.UNAVAILABLE, NOT_NOTED);
            return;
        }
        call.begin();
        timer.arm(call.deadlineNanos());
        Reply reply = runner.run(call);
        boolean unanswered = call.end();
        call.runAnswers(unanswered);
        if (unanswered) {
            answers.settle(call, reply, Outcome.HANDLED);
        }
    }

    /**
     * Gives the thread its next call.
     *
     * @return null if there is none now and the thread is to wait, unless {@link HandlerThread#isDismissed()}
     */
    @Nullable
    Call next(HandlerThread thread, Call done) {
        Lane lane = laneOf(done);
        synchronized (lock) {
            lane.running--;
            if (thread.isLost()) {
                lane.abandoned--;
                abandoned--;
                dismiss(thread);
            }
            makeReady(lane);
            thread.proceedTo(null);
            if (thread.isToRetire()) {
                // Not only once nothing waits: that moment may never come, and what a plugin left here stays as long.
                dismiss(thread);
            }
            if (thread.isDismissed()) {
                // The lane may run again, and this thread may not: somebody else has to begin.
                startThreadForReady();
                return null;
            }
            Call call = takeNext();
            if (call == null) {
                if (closed) {
                    dismiss(thread);
                } else {
                    idle.push(thread);
                }
            }
            thread.proceedTo(call);
            return call;
        }
    }

    /** An idle thread has waited long enough: ends it unless it was given a call meanwhile. */
    void retire(HandlerThread thread) {
        synchronized (lock) {
            if (idle.remove(thread)) {
                dismiss(thread);
            }
        }
    }

    /**
     * Ends every thread as soon as its call is done; new ones take their places. What foreign code left in their thread
     * locals goes with them.
     */
    void renewThreads() {
        synchronized (lock) {
            for (HandlerThread thread : List.copyOf(idle)) {
                idle.remove(thread);
                dismiss(thread);
            }
            threads.forEach(HandlerThread::retireAfterCall);
        }
    }

    private void dismiss(HandlerThread thread) {
        if (threads.remove(thread) && thread.isReplaced()) {
            replaced--;
        }
        thread.dismiss();
    }

    private void startThreadForReady() {
        if (ready.isEmpty() || closed) {
            return;
        }
        if (!idle.isEmpty()) {
            Call call = takeNext();
            if (call != null) {
                HandlerThread thread = idle.pop();
                thread.give(call);
                thread.unpark();
            }
        } else if (threads.size() - replaced < MAX_THREADS) {
            Call call = takeNext();
            if (call != null) {
                Lane lane = laneOf(call);
                lane.running--;
                if (!startThread(lane, call)) {
                    lane.queue.addFirst(call);
                    waiting.add(lane);
                    makeReady(lane);
                }
            }
        }
    }

    /**
     * Does what is due: answers calls that waited too long, interrupts those that run too long, abandons those that do not
     * care.
     *
     * @return the next deadline, or {@link DeadlineTimer#NEVER}
     */
    long expire(long now) {
        List<Call> late = new ArrayList<>();
        List<HandlerThread> busy;
        Deadlines next = new Deadlines(now);
        synchronized (lock) {
            waiting.removeIf(lane -> {
                Call head = lane.queue.peek();
                while (head != null && now - head.lastStartNanos() >= 0) {
                    late.add(lane.queue.remove());
                    head = lane.queue.peek();
                }
                if (head != null) {
                    next.add(head.lastStartNanos());
                }
                return head == null;
            });
            busy = List.copyOf(threads);
        }
        for (Call call : late) {
            answers.reject(call, CommandStatus.DEADLINE_EXCEEDED, TOO_LATE);
        }
        for (HandlerThread thread : busy) {
            Call call = thread.current();
            if (call != null && !thread.isLost()) {
                expire(thread, call, next);
            }
        }
        return next.nearest();
    }

    private void expire(HandlerThread thread, Call call, Deadlines next) {
        if (call.isWaiting()) {
            // Still being noted on the disk; its deadline is set when it begins.
            return;
        }
        if (call.interruptIfOverdue(next.now())) {
            String reason = "not done in " + call.terms().deadlineNanos() / 1_000_000 + " ms";
            answers.settle(call, Reply.failure(CommandStatus.DEADLINE_EXCEEDED, reason), Outcome.HANDLED);
        }
        long abandonAt = call.deadlineNanos() + ABANDON_NANOS;
        if (!call.isInterrupted()) {
            next.add(call.deadlineNanos());
        } else if (next.now() - abandonAt < 0) {
            next.add(abandonAt);
        } else {
            abandon(thread, call);
        }
    }

    private void abandon(HandlerThread thread, Call call) {
        List<Call> refused;
        Lane lane = laneOf(call);
        synchronized (lock) {
            if (thread.current() != call || thread.isLost()) {
                return;
            }
            boolean replace = abandoned < MAX_ABANDONED;
            thread.lose(replace);
            abandoned++;
            lane.abandoned++;
            if (replace) {
                replaced++;
            }
            refused = List.copyOf(lane.queue);
            lane.queue.clear();
            waiting.remove(lane);
            startThreadForReady();
        }
        LOG.log(
                System.Logger.Level.ERROR,
                "handler " + lane.name + " ignores its interrupt: abandoned until it returns");
        for (Call waited : refused) {
            answers.reject(waited, CommandStatus.UNAVAILABLE, "an earlier call hangs");
        }
    }

    private static Lane laneOf(Call call) {
        return call.handler().lane();
    }

    /** Answers what waits, interrupts what runs and ends the threads, all within 3 s. */
    @Override
    public void close() {
        List<Call> refused = new ArrayList<>();
        List<HandlerThread> all;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            for (Lane lane : waiting) {
                refused.addAll(lane.queue);
                lane.queue.clear();
            }
            waiting.clear();
            all = List.copyOf(threads);
            for (HandlerThread thread : List.copyOf(idle)) {
                dismiss(thread);
            }
            idle.clear();
        }
        timer.close();
        for (Call call : refused) {
            answers.reject(call, CommandStatus.UNAVAILABLE, STOPPING);
        }
        for (HandlerThread thread : all) {
            Call call = thread.current();
            if (call != null && call.stop()) {
                answers.settle(call, Reply.failure(CommandStatus.ABORTED, STOPPING), Outcome.HANDLED);
            }
            thread.unpark();
        }
        long until = System.nanoTime() + CLOSE_NANOS;
        for (HandlerThread thread : all) {
            thread.join(until - System.nanoTime());
        }
    }

    /** The nearest of some deadlines. */
    private static final class Deadlines {
        private final long now;
        private long nearest = DeadlineTimer.NEVER;

        Deadlines(long now) {
            this.now = now;
        }

        long now() {
            return now;
        }

        void add(long deadline) {
            if (nearest == DeadlineTimer.NEVER || deadline - nearest < 0) {
                nearest = deadline;
            }
        }

        long nearest() {
            return nearest;
        }
    }
}

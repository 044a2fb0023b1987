package dev.ipcommand.agent.outage;

import dev.ipcommand.agent.journal.JournalThread;
import dev.ipcommand.agent.outage.Outage.Attempt;
import dev.ipcommand.agent.session.OutageRecorder;
import dev.ipcommand.agent.session.Rung;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps the last {@value #KEPT} outages, over restarts.
 *
 * <p>An outage that was going on when the agent ended is over with the next {@link #began}, or with the first
 * {@link #ended}; nobody measured it then, so its length is the difference of the device's clock, if that went forwards.
 *
 * <p><b>Threading.</b> Any thread; nothing here waits for the disk: writing is a task of the {@code journal} thread, and what
 * changes while one waits there is written by it too.
 *
 * <p><b>Failures.</b> A damaged file is kept aside, said once, and a new one begun. What cannot be written stays in memory and
 * is tried again with the next change; the first failure of a row is logged.
 */
public final class OutageLog implements OutageRecorder {
    /** How many are kept. */
    public static final int KEPT = 100;

    static final String RESTARTED = "the agent was restarted";

    private static final System.Logger LOG = System.getLogger("outage");

    private final OutageFile file;
    private final Predicate<Runnable> journal;
    private final Object lock = new Object();
    /** Oldest first; only the last one can be going on. Guarded by lock. */
    private final List<Outage> outages = new ArrayList<>();
    /** Whether the one that goes on is of this life. Guarded by lock. */
    private boolean ours;
    /** Whether a task that will write is waiting. Guarded by lock. */
    private boolean scheduled;

    private boolean failing;

    private OutageLog(OutageFile file, Predicate<Runnable> journal) {
        this.file = file;
        this.journal = journal;
    }

    /** Reads what there is; never fails. The directory exists. */
    public static OutageLog open(Path stateDirectory, JournalThread journal) {
        return open(stateDirectory, journal::execute);
    }

    /** @param journal takes a task for the journal thread; false if it will never run */
    static OutageLog open(Path stateDirectory, Predicate<Runnable> journal) {
        OutageLog log = new OutageLog(new OutageFile(stateDirectory), journal);
        log.read();
        return log;
    }

    private void read() {
        List<Outage> found = List.of();
        try {
            found = file.read();
        } catch (OutageFile.DamagedException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "outages begun anew: {0}: {1}{2}",
                    file.path(),
                    e.getMessage(),
                    putAside());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "outages of earlier lives cannot be read: {0}", e.toString());
        }
        synchronized (lock) {
            outages.addAll(found.subList(Math.max(0, found.size() - KEPT), found.size()));
        }
    }

    private String putAside() {
        try {
            return ", kept as " + file.putAside();
        } catch (IOException e) {
            return ", and not kept: " + e;
        }
    }

    /** All that are known, newest first. */
    public List<Outage> newestFirst() {
        List<Outage> all = new ArrayList<>();
        synchronized (lock) {
            for (int i = outages.size() - 1; i >= 0; i--) {
                all.add(outages.get(i));
            }
        }
        return all;
    }

    @Override
    public void began(Instant at, String cause) {
        synchronized (lock) {
            if (goingOn() && ours) {
                return;
            }
            if (goingOn()) {
                endOfAnotherLife(at);
            }
            outages.add(Outage.begun(at, cause));
            if (outages.size() > KEPT) {
                outages.remove(0);
            }
            ours = true;
            schedule();
        }
    }

    @Override
    public void tried(Rung rung, Instant at) {
        synchronized (lock) {
            if (goingOn()) {
                replaceLast(last().with(new Attempt(rung, at)));
                schedule();
            }
        }
    }

    @Override
    public void ended(Instant at, Duration lasted) {
        synchronized (lock) {
            if (!goingOn()) {
                return;
            }
            if (ours) {
                replaceLast(last().ended(Optional.of(lasted), ""));
            } else {
                endOfAnotherLife(at);
            }
            schedule();
        }
    }

    private void endOfAnotherLife(Instant now) {
        Duration byClock = Duration.between(last().began(), now);
        replaceLast(
                byClock.isNegative()
                        ? last().ended(Optional.empty(), RESTARTED + "; the clock went backwards")
                        : last().ended(Optional.of(byClock), RESTARTED + "; length by the device's clock"));
    }

    private boolean goingOn() {
        return !outages.isEmpty() && !last().over();
    }

    private Outage last() {
        return outages.get(outages.size() - 1);
    }

    private void replaceLast(Outage changed) {
        outages.set(outages.size() - 1, changed);
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = journal.test(this::write);
        }
    }

    /** On the journal thread. */
    private void write() {
        List<Outage> now;
        synchronized (lock) {
            scheduled = false;
            now = List.copyOf(outages);
        }
        try {
            file.write(now);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "outages are not written: {0}", e.toString());
            }
            failing = true;
        }
    }
}

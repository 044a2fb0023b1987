package dev.ipcommand.agent.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rung is due when. It watches what the session does and never acts itself.
 *
 * <p>Four troubles have a way of their own up the ladder: no port, a port where nobody answers, no service although the modem
 * answers, and a registration without data. A locked card has none: no rung unlocks it. While datagrams flow nothing is due.
 *
 * <p><b>The card's own timer.</b> Between two steps that touch the radio, and between the loss of service and the first of
 * them, {@link LadderTimes#step} passes, whatever else happens; only a modem that does not answer at all is restarted sooner.
 * <b>Resets.</b> {@link LadderTimes#resets} in any {@link LadderTimes#day}, those of earlier lives of the agent included.
 *
 * <p><b>Threading.</b> Not thread-safe: the {@code session} thread alone calls it. It has no clock: time comes in.
 */
public final class RecoveryLadder {
    private static final Set<Phase> MODEM_OPEN =
            EnumSet.of(Phase.SIM_WAIT, Phase.SEARCHING, Phase.REGISTERED, Phase.ACTIVATING);

    /** Restarts of the modem by itself, in one outage, that are taken for the card's sake as if they were ours. */
    private static final int OWN_RESTARTS = 3;

    /** A change of the card's identity takes this long at most; after more the card was away (INF). */
    private static final Duration CARD_CHANGES = Duration.ofSeconds(60);

    /** A rung and when it is due. */
    public record Step(Rung rung, Duration at) {}

    private final LadderTimes times;
    private final Supplier<Duration> bootTime;
    private final boolean hasPower;
    private final DoubleSupplier random;

    private Phase phase = Phase.ABSENT;
    private Phase resume = Phase.ABSENT;
    /** Without AT there is nothing to climb with: the address comes back by the host, or not at all. */
    private boolean withModem = true;

    private boolean serving;
    private boolean locked;
    /** Somebody else has the AT port, or the UDP port: the modem may well be in order. */
    private boolean held;

    private boolean answered;
    private Duration servingSince = Duration.ZERO;
    private Duration downSince = Duration.ZERO;
    /** Of the radio: a step on it, or a start of the modem. */
    private Duration lastStep = Duration.ZERO;

    private @Nullable Duration unregisteredSince = Duration.ZERO;
    private boolean searchedAnew;
    /** The first registration after a step or the loss of service. */
    private @Nullable Duration registeredSince;

    private @Nullable Duration cardGoneSince;
    private @Nullable Duration absentSince;
    /** Since when no port was there for long enough for the modem to take its settings. */
    private @Nullable Duration unsteadySince;

    private @Nullable Duration deadSince;
    private @Nullable Duration dataFailsSince;
    private int refusedActivations;
    private boolean reattached;
    /** How far up each way it is. */
    private int steps;

    private int deadSteps;
    private int absentSteps;
    private int ownRestarts;
    /** Drawn once per wait, so that asking again does not move it. */
    private double jitter;

    private final Deque<Duration> resets = new ArrayDeque<>();

    /**
     * @param bootTime of the modem, as far as known
     * @param hasPower whether a board can be asked for power
     * @param random from 0 to 1, for gateways that lost the same network not to come back all at once
     */
    public RecoveryLadder(LadderTimes times, Supplier<Duration> bootTime, boolean hasPower, DoubleSupplier random) {
        this.times = times;
        this.bootTime = bootTime;
        this.hasPower = hasPower;
        this.random = random;
        this.jitter = draw();
    }

    /** What earlier lives of the agent did: how long each reset is ago. */
    public void remember(List<Duration> agesOfResets) {
        agesOfResets.stream().sorted(Comparator.reverseOrder()).forEach(age -> resets.add(age.negated()));
        keepTheLatest();
        // An agent that is restarted again and again would else begin with the short waits of a dead port each time.
        Duration longest = times.backOff().get(times.backOff().size() - 1);
        deadSteps = (int)
                agesOfResets.stream().filter(age -> age.compareTo(longest) < 0).count();
        absentSteps = deadSteps;
    }

    /** How many resets the last {@link LadderTimes#day} saw. */
    public long resetsOfTheDayBefore(Duration now) {
        return resets.stream()
                .filter(at -> now.minus(at).compareTo(times.day()) < 0)
                .count();
    }

    /** Whether everything was tried and service is still not back: somebody should look. */
    public boolean isAlarming() {
        return !serving && (steps >= 3 || deadSteps >= 2 || absentSteps >= 2 || locked || held);
    }

    /** The session has dealt with an event. */
    public void observe(Trigger trigger, SessionStatus before, SessionStatus after, Duration now) {
        phase = after.phase();
        resume = after.resume();
        withModem = after.withModem();
        if (before.phase() != Phase.LISTENING && phase == Phase.LISTENING) {
            serviceBegan(now);
        } else if (before.phase() == Phase.LISTENING && phase != Phase.LISTENING) {
            serviceEnded(now);
        }
        switch (trigger) {
            case PORT_MISSING, PORT_LOST -> {
                unsteadySince = unsteadySince == null ? now : unsteadySince;
                absentSince = absentSince == null ? now : absentSince;
                held = false;
            }
            case PORT_FOUND -> {
                if (absentSince != null) {
                    restartedByItself(now);
                }
                absentSince = null;
            }
            case MODEM_OPEN -> opened(now);
            case SIM_READY -> cardReady(now);
            case SIM_PENDING -> cardPending(now);
            case SIM_LOCKED -> locked = true;
            case SIM_SWAPPED -> newCard(now);
            case REGISTERED -> {
                unregisteredSince = null;
                registeredSince = registeredSince == null ? now : registeredSince;
                searchedAnew = false;
            }
            case NOT_REGISTERED -> {
                unregisteredSince = unregisteredSince == null ? now : unregisteredSince;
                // What was refused without a network says nothing of the next one.
                forgetActivations();
            }
            case REBOOTED -> restartedByItself(now);
            case RESTART_ASKED -> noteReset(now);
            case PORT_HELD -> {
                held = true;
                unsteadySince = null;
            }
            case INITIALISED -> unsteadySince = null;
            case ADDRESS_MISSING -> released(now);
            case FAILED -> failed(before.phase(), now);
            default -> {}
        }
    }

    /** Of a modem that nobody heard for a while it is not known since when it searches: maybe since now. */
    private void opened(Duration now) {
        if (deadSince != null || held) {
            restartedByItself(now);
        }
        answered = true;
        held = false;
        deadSince = null;
    }

    private void released(Duration now) {
        if (held) {
            restartedByItself(now);
        }
        held = false;
    }

    private void cardPending(Duration now) {
        unlocked(now);
        cardGoneSince = cardGoneSince == null ? now : cardGoneSince;
    }

    /** The search begins, and with it the card's timer. A card that comes and goes gets this a few times only. */
    private void cardReady(Duration now) {
        if (cardGoneSince != null && now.minus(cardGoneSince).compareTo(CARD_CHANGES) > 0) {
            restartedByItself(now);
        }
        unlocked(now);
        searchBegins(now);
    }

    private void unlocked(Duration now) {
        if (locked) {
            locked = false;
            lastStep = now;
        }
    }

    private void searchBegins(Duration now) {
        cardGoneSince = null;
        unregisteredSince = unregisteredSince == null ? null : now;
    }

    private void failed(Phase in, Duration now) {
        held = false;
        if (in == Phase.SYNCING) {
            deadSince = deadSince == null ? now : deadSince;
        } else if (in == Phase.ACTIVATING) {
            dataFailsSince = dataFailsSince == null ? now : dataFailsSince;
            refusedActivations++;
        }
    }

    private void serviceBegan(Duration now) {
        serving = true;
        servingSince = now;
        unregisteredSince = null;
        forgetActivations();
        locked = false;
        held = false;
    }

    private void forgetActivations() {
        dataFailsSince = null;
        refusedActivations = 0;
        reattached = false;
    }

    private void serviceEnded(Duration now) {
        serving = false;
        downSince = now;
        registeredSince = null;
        if (now.minus(servingSince).compareTo(times.healthy()) >= 0) {
            steps = 0;
            deadSteps = 0;
            absentSteps = 0;
            ownRestarts = 0;
            searchedAnew = false;
        }
    }

    /** Begins the card's timer anew; but a modem that does this all the time never lets it end, and needs help. */
    private void restartedByItself(Duration now) {
        boolean isOurs = now.minus(lastStep).compareTo(patience()) < 0;
        if (!serving && !isOurs && ++ownRestarts <= OWN_RESTARTS) {
            lastStep = now;
        }
    }

    private void newCard(Duration now) {
        locked = false;
        lastStep = now;
        downSince = now;
        steps = 0;
        searchedAnew = false;
        searchBegins(now);
    }

    /** The rung is being done. */
    public void taken(Rung rung, Duration now) {
        jitter = draw();
        if (rung == Rung.SEARCH) {
            searchedAnew = true;
        } else if (rung == Rung.REATTACH) {
            reattached = true;
            dataFailsSince = now;
        } else if (rung.isRadioStep()) {
            countStep();
            lastStep = now;
            registeredSince = null;
            searchedAnew = false;
            forgetActivations();
            if (rung.isReset()) {
                noteReset(now);
            }
        }
    }

    private void countStep() {
        if (absentSince != null) {
            absentSteps++;
        } else if (deadSince != null) {
            deadSteps++;
        } else {
            steps++;
        }
    }

    private void noteReset(Duration now) {
        lastStep = now;
        resets.add(now);
        keepTheLatest();
    }

    /** The oldest of as many as a day may have says when the next one may be. */
    private void keepTheLatest() {
        while (resets.size() > times.resets()) {
            resets.remove();
        }
    }

    private double draw() {
        return 0.9 + 0.2 * random.getAsDouble();
    }

    /** What comes next if nothing changes; empty if nothing does. A time that has passed means now. */
    public Optional<Step> next() {
        if (!withModem || serving) {
            return Optional.empty();
        }
        boolean betweenTries = phase == Phase.BACKING_OFF && resume == Phase.ABSENT;
        if (phase == Phase.ABSENT && absentSince != null) {
            return hasPower ? Optional.of(withinBudget(absent(absentSince))) : Optional.empty();
        }
        if (held) {
            return Optional.empty();
        }
        if (betweenTries && deadSince != null) {
            return dead(deadSince).map(this::withinBudget);
        }
        if (locked) {
            return Optional.empty();
        }
        if (phase == Phase.INITIALISING) {
            // A modem that goes down over its settings, again and again, gets no further than this.
            return Optional.of(withinBudget(radioStep(false)));
        }
        if (betweenTries || MODEM_OPEN.contains(phase) || phase == Phase.BACKING_OFF) {
            return Stream.of(Optional.of(withinBudget(radioStep(!betweenTries))), search(), reattach())
                    .flatMap(Optional::stream)
                    .min(Comparator.comparing(Step::at));
        }
        return Optional.empty();
    }

    private Step absent(Duration since) {
        Duration wait =
                switch (absentSteps) {
                    case 0 -> times.absent();
                    case 1 -> patience();
                    default -> backOff(absentSteps - 2);
                };
        Duration missing = latest(since, lastStep).plus(wait);
        if (unsteadySince == null) {
            return new Step(Rung.POWER, missing);
        }
        // One that comes and goes is never missing for long, and may never be of use.
        Duration unsteady =
                latest(unsteadySince, lastStep).plus(absentSteps == 0 ? times.step() : backOff(absentSteps - 1));
        return new Step(Rung.POWER, missing.compareTo(unsteady) <= 0 ? missing : unsteady);
    }

    /**
     * A port that never answered may be no modem's, so nothing is written to it; or the modem is off, or boots: only its power
     * helps, and only later.
     */
    private Optional<Step> dead(Duration since) {
        if (!answered && !hasPower) {
            return Optional.empty();
        }
        if (deadSteps == 0) {
            return Optional.of(
                    answered
                            ? new Step(Rung.REBOOT, since.plus(bootTime.get()))
                            : new Step(Rung.POWER, since.plus(patience())));
        }
        Rung rung = deadSteps % 2 == 1 || !answered ? powerOrReboot() : Rung.REBOOT;
        Duration wait = deadSteps == 1 ? patience() : backOff(deadSteps - 2);
        return Optional.of(new Step(rung, latest(since, lastStep).plus(wait)));
    }

    private Duration patience() {
        return bootTime.get().multipliedBy(times.boots());
    }

    private Step radioStep(boolean modemOpen) {
        Rung rung =
                switch (steps) {
                    case 0 -> modemOpen ? Rung.RADIO : Rung.REBOOT;
                    case 1 -> Rung.REBOOT;
                    default -> steps % 2 == 0 ? powerOrReboot() : Rung.REBOOT;
                };
        Duration at = latest(downSince, lastStep).plus(steps < 3 ? times.step() : backOff(steps - 3));
        if (unregisteredSince == null && registeredSince != null) {
            // What took so long to come about gets its chance, once.
            at = latest(at, registeredSince.plus(times.search()));
        }
        return new Step(rung, at);
    }

    private Rung powerOrReboot() {
        return hasPower ? Rung.POWER : Rung.REBOOT;
    }

    private Duration backOff(int index) {
        Duration wait = times.backOff().get(Math.min(index, times.backOff().size() - 1));
        return Duration.ofMillis((long) (wait.toMillis() * jitter));
    }

    private Optional<Step> search() {
        if (phase != Phase.SEARCHING || searchedAnew || unregisteredSince == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Step(Rung.SEARCH, latest(unregisteredSince, lastStep).plus(times.search())));
    }

    private Optional<Step> reattach() {
        boolean modemClosed = phase == Phase.BACKING_OFF && resume == Phase.ABSENT;
        if (dataFailsSince == null || unregisteredSince != null || modemClosed) {
            return Optional.empty();
        }
        boolean often = !reattached && refusedActivations >= times.reattachTries();
        return Optional.of(
                new Step(Rung.REATTACH, dataFailsSince.plus(often ? times.reattachAfter() : times.reattachAtLast())));
    }

    private Step withinBudget(Step step) {
        Duration oldest = resets.peek();
        if (!step.rung().isReset() || resets.size() < times.resets() || oldest == null) {
            return step;
        }
        return new Step(step.rung(), latest(step.at(), oldest.plus(times.day())));
    }

    private static Duration latest(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

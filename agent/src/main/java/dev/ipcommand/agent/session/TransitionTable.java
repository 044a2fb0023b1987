package dev.ipcommand.agent.session;

import static dev.ipcommand.agent.session.Effect.*;
import static dev.ipcommand.agent.session.Phase.*;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The session as a table: {@code (status, event, now) → (status, effects, because)}. Pure: no clock, thread or I/O.
 *
 * <p>No phase is terminal but STOPPING. An event without a row in the present phase changes nothing: it is late news of
 * something that was dealt with. The table in {@code docs/architecture.md} is printed from here by a test.
 */
public final class TransitionTable {
    private static final List<Transition> ROWS = rows();
    private static final Map<Phase, Map<Trigger, Transition>> BY_PHASE = byPhase();

    private TransitionTable() {}

    /**
     * What follows from an event.
     *
     * @param status the new status
     * @param effects what to do, in order
     * @param pause how long {@link Effect#RETRY_LATER} waits
     * @param matched whether a row held
     */
    public record Step(SessionStatus status, List<Effect> effects, Optional<Pause> pause, boolean matched) {}

    /** At most one row holds for a phase and a trigger. */
    private static Map<Phase, Map<Trigger, Transition>> byPhase() {
        Map<Phase, Map<Trigger, Transition>> found = new EnumMap<>(Phase.class);
        for (Transition row : ROWS) {
            for (Phase phase : row.from()) {
                Transition other = found.computeIfAbsent(phase, none -> new EnumMap<>(Trigger.class))
                        .put(row.on(), row);
                if (other != null) {
                    throw new IllegalStateException("two rows for " + phase + " and " + row.on());
                }
            }
        }
        return found;
    }

    /** Every row, in the order of the documentation. */
    public static List<Transition> all() {
        return ROWS;
    }

    /** Applies an event. */
    public static Step apply(SessionStatus status, SessionEvent event, Instant now) {
        if (event.trigger() == Trigger.RETRY_DUE && status.phase() == BACKING_OFF) {
            return enter(status, status.resume(), "trying again, " + status.because(), now);
        }
        Transition row = BY_PHASE.getOrDefault(status.phase(), Map.of()).get(event.trigger());
        return row == null ? new Step(status, List.of(), Optional.empty(), false) : follow(row, status, event, now);
    }

    private static Step follow(Transition row, SessionStatus status, SessionEvent event, Instant now) {
        Phase to = row.to().orElse(status.phase());
        boolean stays = to == status.phase();
        // Looks that find nothing yet are no failures: the first refusal after an hour of them is repeated soon.
        int failures = row.pause().filter(Pause::grows).isPresent() ? status.failures() + 1 : status.failures();
        boolean modemIsBack = event.trigger() == Trigger.REGISTERED && status.resume() == ABSENT;
        if (modemIsBack || event.trigger() == Trigger.HEALTHY || (to == LISTENING && !stays)) {
            failures = 0;
        }
        Optional<Inet4Address> address = to == LISTENING ? event.address().or(status::address) : Optional.empty();
        SessionStatus next = new SessionStatus(
                to,
                stays ? status.since() : now,
                stays && to == LISTENING ? status.because() : event.detail(),
                failures,
                row.resume().orElse(status.resume()),
                event.trigger() == Trigger.START_WITHOUT_MODEM ? false : status.withModem(),
                address);
        return new Step(next, row.effects(), row.pause(), true);
    }

    /** Goes (back) to a phase and does what one does on entering it. */
    private static Step enter(SessionStatus status, Phase phase, String because, Instant now) {
        SessionStatus next = new SessionStatus(
                phase, now, because, status.failures(), status.resume(), status.withModem(), Optional.empty());
        return new Step(next, onEntry(phase), Optional.empty(), true);
    }

    private static List<Effect> onEntry(Phase phase) {
        return switch (phase) {
            case ABSENT -> List.of(FIND_PORT);
            case POWERING -> List.of(USE_POWER);
            case SYNCING -> List.of(OPEN_MODEM);
            case INITIALISING -> List.of(INITIALISE);
            case SIM_WAIT -> List.of(READ_SIM);
            case SEARCHING -> List.of(READ_REGISTRATION);
            case REGISTERED -> List.of(RETRY_NOW);
            case ACTIVATING -> List.of(BRING_UP_LINK);
            case LISTENING -> List.of(CHECK_LATER);
            case BACKING_OFF, STOPPING -> List.of();
        };
    }

    private static List<Transition> rows() {
        Rows rows = new Rows();
        Set<Phase> beforeStop = EnumSet.complementOf(EnumSet.of(STOPPING));
        Set<Phase> withPort = EnumSet.of(SYNCING, INITIALISING, SIM_WAIT, SEARCHING, REGISTERED, ACTIVATING, LISTENING);
        // While SYNCING a modem is expected to boot: its boot messages are no news.
        Set<Phase> answered = EnumSet.copyOf(withPort);
        answered.add(BACKING_OFF);
        answered.remove(SYNCING);

        rows.on(beforeStop, Trigger.STOP).to(STOPPING).doing(CLOSE_LINK, CLOSE_MODEM);
        rows.on(EnumSet.of(ABSENT), Trigger.START).stay().doing(FIND_PORT);
        rows.on(EnumSet.of(ABSENT), Trigger.START_WITHOUT_MODEM).to(ACTIVATING).doing(BRING_UP_LINK);

        // Coming up.
        rows.on(EnumSet.of(ABSENT), Trigger.PORT_MISSING).stay().retrying(Pause.LOOK);
        rows.on(EnumSet.of(ABSENT), Trigger.FAILED).stay().retrying(Pause.LOOK);
        rows.on(EnumSet.of(ABSENT), Trigger.RETRY_DUE).stay().doing(FIND_PORT);
        rows.on(EnumSet.of(ABSENT), Trigger.PORT_FOUND).to(SYNCING).doing(OPEN_MODEM);
        rows.on(EnumSet.of(SYNCING), Trigger.MODEM_OPEN).to(INITIALISING).doing(INITIALISE);
        rows.on(EnumSet.of(INITIALISING), Trigger.INITIALISED).to(SIM_WAIT).doing(READ_SIM);
        rows.on(EnumSet.of(SIM_WAIT), Trigger.SIM_PENDING).stay().retrying(Pause.LOOK);
        rows.on(EnumSet.of(SIM_WAIT), Trigger.RETRY_DUE).stay().doing(READ_SIM);
        rows.on(EnumSet.of(SIM_WAIT), Trigger.SIM_LOCKED).stay().retrying(Pause.LOCKED);
        rows.on(EnumSet.of(SIM_WAIT), Trigger.SIM_READY).to(SEARCHING).doing(READ_REGISTRATION);
        rows.on(EnumSet.of(SIM_WAIT), Trigger.SIM_SWAPPED).to(SEARCHING).doing(READ_REGISTRATION);
        rows.on(EnumSet.of(SEARCHING), Trigger.NOT_REGISTERED).stay().retrying(Pause.POLL);
        rows.on(EnumSet.of(SEARCHING), Trigger.RETRY_DUE).stay().doing(READ_REGISTRATION);
        rows.on(EnumSet.of(SEARCHING), Trigger.REGISTERED).to(REGISTERED).doing(RETRY_NOW);
        rows.on(EnumSet.of(REGISTERED), Trigger.RETRY_DUE).to(ACTIVATING).doing(BRING_UP_LINK);
        rows.on(EnumSet.of(ACTIVATING), Trigger.ADDRESS_MISSING).stay().retrying(Pause.LOOK);
        rows.on(EnumSet.of(ACTIVATING), Trigger.RETRY_DUE).stay().doing(BRING_UP_LINK);
        rows.on(EnumSet.of(ACTIVATING), Trigger.LINK_UP).to(LISTENING).doing(CHECK_LATER);

        // Serving.
        rows.on(EnumSet.of(LISTENING), Trigger.CHECK_DUE).stay().doing(CHECK);
        rows.on(EnumSet.of(LISTENING), Trigger.HEALTHY).stay().doing(CHECK_LATER);
        rows.on(EnumSet.of(LISTENING), Trigger.REGISTRATION_LOST).stay().doing(GRACE_TIMER, CHECK_LATER);
        rows.on(EnumSet.of(LISTENING), Trigger.REGISTERED).stay();
        rows.on(EnumSet.of(LISTENING), Trigger.GRACE_OVER).stay().doing(READ_REGISTRATION);
        // By way of the SIM: it may have been pulled, or be another one.
        rows.on(EnumSet.of(LISTENING), Trigger.NOT_REGISTERED).to(SIM_WAIT).doing(CLOSE_LINK, READ_SIM);
        rows.on(EnumSet.of(LISTENING), Trigger.CONTEXT_LOST)
                .to(ACTIVATING)
                .doing(CLOSE_LINK, DEACTIVATE, BRING_UP_LINK);
        rows.on(EnumSet.of(LISTENING), Trigger.LINK_LOST).to(ACTIVATING).doing(CLOSE_LINK, BRING_UP_LINK);
        rows.on(EnumSet.of(LISTENING), Trigger.CONTROL_LOST).stay().retrying(Pause.CONTROL);
        rows.on(EnumSet.of(LISTENING), Trigger.RETRY_DUE).stay().doing(CHECK);
        rows.on(EnumSet.of(LISTENING), Trigger.FAILED).stay().retrying(Pause.CONTROL);

        // Falling back.
        rows.on(EnumSet.of(SEARCHING, REGISTERED, ACTIVATING), Trigger.SIM_PENDING)
                .to(SIM_WAIT)
                .doing(CLOSE_LINK, READ_SIM);
        rows.on(answered, Trigger.RESTART_ASKED).to(SYNCING).doing(CLOSE_LINK, REBOOT_MODEM, OPEN_MODEM);
        rows.on(answered, Trigger.REBOOTED).to(SYNCING).doing(CLOSE_LINK, CLOSE_MODEM, OPEN_MODEM);
        // A port that is there and of no use (no device behind it, another modem than ours) would be opened without a
        // pause.
        Set<Phase> opening = EnumSet.of(SYNCING, INITIALISING);
        Set<Phase> useful = EnumSet.copyOf(withPort);
        useful.removeAll(opening);
        for (Trigger gone : List.of(Trigger.PORT_LOST, Trigger.PORT_MISSING)) {
            rows.on(opening, gone).to(ABSENT).doing(CLOSE_LINK, CLOSE_MODEM).retrying(Pause.SYNC);
            rows.on(useful, gone).to(ABSENT).doing(CLOSE_LINK, CLOSE_MODEM, FIND_PORT);
        }
        rows.on(EnumSet.of(BACKING_OFF), Trigger.PORT_LOST).to(ABSENT).doing(CLOSE_LINK, CLOSE_MODEM, FIND_PORT);
        rows.on(answered, Trigger.REOPEN_ASKED).to(ABSENT).doing(CLOSE_LINK, CLOSE_MODEM, FIND_PORT);
        for (Trigger failure : List.of(Trigger.FAILED, Trigger.PORT_HELD)) {
            rows.on(EnumSet.of(SYNCING, INITIALISING, SIM_WAIT, SEARCHING), failure)
                    .to(BACKING_OFF)
                    .doing(CLOSE_MODEM)
                    .retrying(Pause.SYNC)
                    .thenResume(ABSENT);
        }
        rows.on(EnumSet.of(ACTIVATING), Trigger.NOT_REGISTERED).to(SEARCHING).doing(READ_REGISTRATION);
        rows.on(EnumSet.of(ACTIVATING), Trigger.PORT_HELD).stay().retrying(Pause.LOOK);
        rows.on(EnumSet.of(ACTIVATING), Trigger.FAILED)
                .to(BACKING_OFF)
                .doing(CLOSE_LINK)
                .retrying(Pause.ACTIVATE)
                .thenResume(SEARCHING);
        rows.on(EnumSet.of(BACKING_OFF), Trigger.REGISTERED).to(REGISTERED).doing(RETRY_NOW);
        ladder(rows);
        return rows.build();
    }

    /** What time calls for; {@link RecoveryLadder} says when, and only in these phases. */
    private static void ladder(Rows rows) {
        Set<Phase> modemOpen = EnumSet.of(SIM_WAIT, SEARCHING, REGISTERED, ACTIVATING, BACKING_OFF);
        Set<Phase> down = EnumSet.copyOf(modemOpen);
        down.addAll(EnumSet.of(ABSENT, SYNCING, INITIALISING));
        rows.on(EnumSet.of(SEARCHING), Trigger.SEARCH_DUE).stay().doing(SEARCH_AGAIN);
        rows.on(EnumSet.of(SEARCHING, REGISTERED, ACTIVATING, BACKING_OFF), Trigger.REATTACH_DUE)
                .to(SEARCHING)
                .doing(CLOSE_LINK, REATTACH, READ_REGISTRATION);
        rows.on(modemOpen, Trigger.RADIO_DUE).to(SIM_WAIT).doing(CLOSE_LINK, CYCLE_RADIO, READ_SIM);
        Set<Phase> answering = EnumSet.copyOf(modemOpen);
        answering.add(INITIALISING);
        rows.on(answering, Trigger.REBOOT_DUE).to(SYNCING).doing(CLOSE_LINK, REBOOT_MODEM, OPEN_MODEM);
        rows.on(down, Trigger.POWER_DUE).to(POWERING).doing(CLOSE_LINK, USE_POWER);
        rows.on(EnumSet.of(POWERING), Trigger.POWERED).to(ABSENT).doing(FIND_PORT);
        rows.on(EnumSet.of(POWERING), Trigger.FAILED).to(ABSENT).doing(FIND_PORT);
    }

    /** Reads like the table it makes. */
    private static final class Rows {
        private final List<Row> rows = new ArrayList<>();

        Row on(Set<Phase> from, Trigger on) {
            Row row = new Row(EnumSet.copyOf(from), on);
            rows.add(row);
            return row;
        }

        List<Transition> build() {
            return rows.stream().map(Row::build).toList();
        }
    }

    private static final class Row {
        private final Set<Phase> from;
        private final Trigger on;
        private Optional<Phase> to = Optional.empty();
        private final List<Effect> effects = new ArrayList<>();
        private Optional<Pause> pause = Optional.empty();
        private Optional<Phase> resume = Optional.empty();

        Row(Set<Phase> from, Trigger on) {
            this.from = from;
            this.on = on;
        }

        Row stay() {
            return this;
        }

        Row to(Phase phase) {
            to = Optional.of(phase);
            return this;
        }

        Row doing(Effect... more) {
            effects.addAll(List.of(more));
            return this;
        }

        Row retrying(Pause after) {
            effects.add(RETRY_LATER);
            pause = Optional.of(after);
            return this;
        }

        Row thenResume(Phase phase) {
            resume = Optional.of(phase);
            return this;
        }

        Transition build() {
            return new Transition(from, on, to, effects, pause, resume);
        }
    }
}

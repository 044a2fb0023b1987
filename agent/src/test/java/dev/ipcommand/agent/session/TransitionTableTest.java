package dev.ipcommand.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionTableTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ABSENT       | START                | ABSENT       | FIND_PORT
                    ABSENT       | START_WITHOUT_MODEM  | ACTIVATING   | BRING_UP_LINK
                    ABSENT       | PORT_MISSING         | ABSENT       | RETRY_LATER
                    ABSENT       | PORT_FOUND           | SYNCING      | OPEN_MODEM
                    SYNCING      | MODEM_OPEN           | INITIALISING | INITIALISE
                    SYNCING      | REBOOTED             | SYNCING      |
                    SYNCING      | FAILED               | BACKING_OFF  | CLOSE_MODEM RETRY_LATER
                    SYNCING      | PORT_HELD            | BACKING_OFF  | CLOSE_MODEM RETRY_LATER
                    INITIALISING | INITIALISED          | SIM_WAIT     | READ_SIM
                    INITIALISING | PORT_LOST            | ABSENT       | CLOSE_LINK CLOSE_MODEM FIND_PORT
                    SIM_WAIT     | SIM_PENDING          | SIM_WAIT     | RETRY_LATER
                    SIM_WAIT     | SIM_READY            | SEARCHING    | READ_REGISTRATION
                    SEARCHING    | NOT_REGISTERED       | SEARCHING    | RETRY_LATER
                    SEARCHING    | REGISTERED           | REGISTERED   | RETRY_NOW
                    SEARCHING    | SIM_PENDING          | SIM_WAIT     | CLOSE_LINK READ_SIM
                    REGISTERED   | RETRY_DUE            | ACTIVATING   | BRING_UP_LINK
                    ACTIVATING   | LINK_UP              | LISTENING    | CHECK_LATER
                    ACTIVATING   | ADDRESS_MISSING      | ACTIVATING   | RETRY_LATER
                    ACTIVATING   | FAILED               | BACKING_OFF  | CLOSE_LINK RETRY_LATER
                    BACKING_OFF  | REGISTERED           | REGISTERED   | RETRY_NOW
                    BACKING_OFF  | PORT_LOST            | ABSENT       | CLOSE_LINK CLOSE_MODEM FIND_PORT
                    LISTENING    | CHECK_DUE            | LISTENING    | CHECK
                    LISTENING    | HEALTHY              | LISTENING    | CHECK_LATER
                    LISTENING    | CONTEXT_LOST         | ACTIVATING   | CLOSE_LINK DEACTIVATE BRING_UP_LINK
                    LISTENING    | LINK_LOST            | ACTIVATING   | CLOSE_LINK BRING_UP_LINK
                    LISTENING    | CONTROL_LOST         | LISTENING    | RETRY_LATER
                    LISTENING    | RETRY_DUE            | LISTENING    | CHECK
                    LISTENING    | REBOOTED             | SYNCING      | CLOSE_LINK CLOSE_MODEM OPEN_MODEM
                    LISTENING    | REGISTRATION_LOST    | LISTENING    | GRACE_TIMER CHECK_LATER
                    LISTENING    | GRACE_OVER           | LISTENING    | READ_REGISTRATION
                    LISTENING    | NOT_REGISTERED       | SIM_WAIT     | CLOSE_LINK READ_SIM
                    SIM_WAIT     | SIM_LOCKED           | SIM_WAIT     | RETRY_LATER
                    SIM_WAIT     | SIM_SWAPPED          | SEARCHING    | READ_REGISTRATION
                    SEARCHING    | SEARCH_DUE           | SEARCHING    | SEARCH_AGAIN
                    BACKING_OFF  | REATTACH_DUE         | SEARCHING    | CLOSE_LINK REATTACH READ_REGISTRATION
                    SEARCHING    | RADIO_DUE            | SIM_WAIT     | CLOSE_LINK CYCLE_RADIO READ_SIM
                    SEARCHING    | REBOOT_DUE           | SYNCING      | CLOSE_LINK REBOOT_MODEM OPEN_MODEM
                    BACKING_OFF  | REBOOT_DUE           | SYNCING      | CLOSE_LINK REBOOT_MODEM OPEN_MODEM
                    ABSENT       | POWER_DUE            | POWERING     | CLOSE_LINK USE_POWER
                    POWERING     | POWERED              | ABSENT       | FIND_PORT
                    POWERING     | PORT_LOST            | POWERING     |
                    LISTENING    | RADIO_DUE            | LISTENING    |
                    LISTENING    | REBOOT_DUE           | LISTENING    |
                    LISTENING    | POWER_DUE            | LISTENING    |
                    LISTENING    | SIM_PENDING          | LISTENING    |
                    LISTENING    | STOP                 | STOPPING     | CLOSE_LINK CLOSE_MODEM
                    STOPPING     | PORT_FOUND           | STOPPING     |
                    """)
    void shouldFollowTheTable(Phase from, Trigger on, Phase to, String effects) {
        TransitionTable.Step step = TransitionTable.apply(in(from), SessionEvent.of(on, "why"), NOW);

        assertEquals(to, step.status().phase());
        String done = step.effects().stream().map(Enum::name).collect(Collectors.joining(" "));
        assertEquals(effects == null ? "" : effects, done);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STOPPING"})
    void shouldLeaveEveryPhaseButStoppingByItself(Phase phase) {
        Set<Trigger> ours = TransitionTable.all().stream()
                .filter(row -> row.from().contains(phase))
                .map(Transition::on)
                .collect(Collectors.toSet());

        boolean backingOff = phase == Phase.BACKING_OFF;
        assertTrue(backingOff
                || ours.contains(Trigger.RETRY_DUE)
                || ours.contains(Trigger.CHECK_DUE)
                || ours.contains(Trigger.FAILED));
        assertTrue(ours.contains(Trigger.STOP));
    }

    @Test
    void shouldHaveOneRowForEachPhaseAndTrigger() {
        for (Phase phase : Phase.values()) {
            for (Trigger trigger : Trigger.values()) {
                List<Transition> rows = TransitionTable.all().stream()
                        .filter(row -> row.on() == trigger && row.from().contains(phase))
                        .toList();
                assertTrue(rows.size() <= 1, phase + " and " + trigger + " have " + rows.size() + " rows");
            }
        }
    }

    @Test
    void shouldGoOnWhereItFailedAndWaitLongerEachTime() {
        SessionStatus status = in(Phase.ACTIVATING);

        TransitionTable.Step first = TransitionTable.apply(status, SessionEvent.of(Trigger.FAILED, "refused"), NOW);
        TransitionTable.Step resumed =
                TransitionTable.apply(first.status(), SessionEvent.of(Trigger.RETRY_DUE, ""), NOW);

        assertEquals(Optional.of(Pause.ACTIVATE), first.pause());
        assertEquals(1, first.status().failures());
        assertEquals(Phase.SEARCHING, resumed.status().phase());
        assertEquals(List.of(Effect.READ_REGISTRATION), resumed.effects());
        assertEquals(1, resumed.status().failures());
    }

    @Test
    void shouldForgetFailuresOnceItListens() {
        SessionStatus tired = new SessionStatus(Phase.ACTIVATING, NOW, "", 7, Phase.SEARCHING, true, Optional.empty());

        TransitionTable.Step up = TransitionTable.apply(tired, SessionEvent.of(Trigger.LINK_UP, "up"), NOW);

        assertEquals(0, up.status().failures());
    }

    @Test
    void shouldNeverPauseLongerThanTenSecondsInTheFirstTenMinutesOfRefusedActivations() {
        Duration spent = Duration.ZERO;
        int failures = 1;
        while (spent.compareTo(Duration.ofMinutes(10)) < 0) {
            Duration pause = Pause.ACTIVATE.after(failures++);
            assertTrue(pause.compareTo(Duration.ofSeconds(10)) <= 0, "pause " + failures + " is " + pause);
            spent = spent.plus(pause);
        }
        assertEquals(Duration.ofSeconds(60), Pause.ACTIVATE.after(1000));
    }

    @Test
    void shouldIgnoreNewsThatNoRowExpects() {
        SessionStatus status = in(Phase.SEARCHING);

        TransitionTable.Step step = TransitionTable.apply(status, SessionEvent.of(Trigger.HEALTHY, ""), NOW);

        assertFalse(step.matched());
        assertEquals(status, step.status());
    }

    private static SessionStatus in(Phase phase) {
        return new SessionStatus(phase, NOW, "test", 0, Phase.ABSENT, true, Optional.empty());
    }
}

package dev.ipcommand.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Troubles that change into each other, or end late; in virtual time. */
class RecoveryTroublesTest {
    private static final Duration DAY = Duration.ofHours(24);

    private final VirtualModem modem = new VirtualModem();

    /** Rungs need a modem: trying one would end the session for good. */
    @Test
    void shouldOnlyWaitForTheAddressWhenThereIsNoModem() {
        modem.addressThere = false;
        VirtualSession session = new VirtualSession(
                modem, LadderTimes.MULTI_IMSI, Duration.ZERO, List.of(), Trigger.START_WITHOUT_MODEM);
        session.runUntil(DAY);

        assertEquals(List.of(), session.climbed);
        modem.addressThere = true;
        assertTrue(session.runUntil(DAY.plusSeconds(5), it -> it.phase() == Phase.LISTENING));
    }

    @Test
    void shouldLookForThePortAgainWhateverWentWrongWithLooking() {
        modem.lookingEnds = Optional.of(Trigger.FAILED);
        VirtualSession session = started();
        session.runUntil(Duration.ofMinutes(1));
        modem.lookingEnds = Optional.empty();

        assertTrue(session.runUntil(Duration.ofMinutes(2), it -> it.phase() == Phase.LISTENING));
    }

    /** A node without a device behind it, or another modem than ours: each opening costs, and each is in the log. */
    @ParameterizedTest
    @EnumSource(
            value = Trigger.class,
            names = {"PORT_MISSING", "PORT_LOST"})
    void shouldPauseBetweenOpeningsOfAPortThatIsThereAndOfNoUse(Trigger end) {
        modem.openingEnds = Optional.of(end);
        VirtualSession session = started();
        session.runUntil(Duration.ofMinutes(10));

        long openings = count(session, Effect.OPEN_MODEM);
        assertTrue(openings >= 50 && openings <= 70, "openings in ten minutes: " + openings);
    }

    @Test
    void shouldPowerAModemWhosePortIsOfNoUse() {
        modem.openingEnds = Optional.of(Trigger.PORT_LOST);
        VirtualSession session = started();
        session.runUntil(Duration.ofHours(1));

        assertTrue(session.climbed.stream().anyMatch(each -> each.rung() == Rung.POWER), session.climbed.toString());
    }

    @Test
    void shouldPowerAModemThatSomebodyHadAndThatIsGone() {
        modem.heldByOthers = true;
        VirtualSession session = started();
        session.runUntil(DAY);
        modem.heldByOthers = false;
        modem.portThere = false;
        session.runUntil(DAY.plusMinutes(3));

        assertEquals(
                List.of(Rung.POWER),
                session.climbed.stream().map(each -> each.rung()).toList());
    }

    /** No rung takes the port away from another program. */
    @Test
    void shouldLeaveTheModemAloneWhileAnotherProgramHasTheUdpPort() {
        modem.udpPortHeld = true;
        VirtualSession session = started();
        session.runUntil(DAY);

        assertEquals(List.of(), session.climbed);
        assertTrue(session.ladder().isAlarming());
        modem.udpPortHeld = false;
        assertTrue(session.runUntil(DAY.plusSeconds(5), it -> it.phase() == Phase.LISTENING));
        assertFalse(session.ladder().isAlarming());
    }

    /** A locked card is no reason to leave a silent modem alone. */
    @Test
    void shouldRestartAModemThatFellSilentWithALockedCard() {
        modem.cardLocked = true;
        VirtualSession session = started();
        session.runUntil(DAY);
        assertEquals(List.of(), session.climbed);
        modem.answers = false;
        session.post(SessionEvent.of(Trigger.PORT_LOST, "deaf"));
        session.runUntil(DAY.plusMinutes(3));

        assertEquals(
                List.of(Rung.REBOOT, Rung.POWER),
                session.climbed.stream().map(each -> each.rung()).toList());
    }

    enum Trouble {
        LOCKED,
        HELD,
        SILENT,
        NO_CARD
    }

    /** However long something else was in the way: the search has its 5 minutes, and the card its 20. */
    @ParameterizedTest
    @EnumSource(Trouble.class)
    void shouldLeaveASearchThatBeginsLateItsTime(Trouble trouble) {
        modem.hasPower = false;
        modem.network = false;
        set(trouble, true);
        VirtualSession session = started();
        Duration end = Duration.ofMinutes(trouble == Trouble.NO_CARD ? 24 : 600);
        session.runUntil(end);
        session.climbed.clear();
        set(trouble, false);

        session.runUntil(end.plusMinutes(5));
        assertEquals(List.of(), session.climbed);
        session.runUntil(end.plusMinutes(21));
        assertTrue(session.climbed.stream().noneMatch(each -> each.rung().isRadioStep()), session.climbed.toString());
        session.runUntil(end.plusMinutes(27));
        assertTrue(session.climbed.stream().anyMatch(each -> each.rung().isRadioStep()), session.climbed.toString());
    }

    private void set(Trouble trouble, boolean on) {
        switch (trouble) {
            case LOCKED -> modem.cardLocked = on;
            case HELD -> modem.heldByOthers = on;
            case SILENT -> modem.answers = !on;
            case NO_CARD -> modem.cardReady = !on;
        }
    }

    /** What a supply does that breaks down when the radio comes on. */
    @ParameterizedTest
    @CsvSource({"REBOOTED, REBOOT REBOOT POWER", "PORT_LOST, POWER REBOOT REBOOT"})
    void shouldHelpAModemThatNeverTakesItsSettings(Trigger end, String rungs) {
        modem.settingsEnd = Optional.of(end);
        VirtualSession session = started();
        session.runUntil(Duration.ofHours(2));

        assertEquals(
                rungs,
                session.climbed.stream()
                        .limit(3)
                        .map(each -> each.rung().name())
                        .collect(Collectors.joining(" ")));
    }

    /** A card of 20 minutes and a network that is slow: the step would begin all of it anew, each time. */
    @Test
    void shouldNotCutOffAnActivationBecauseTheSearchTookLong() {
        modem.network = false;
        modem.activationTakes = Duration.ofSeconds(60);
        VirtualSession session = started();
        session.runUntil(Duration.ofMinutes(24).plusSeconds(30));
        modem.network = true;

        assertTrue(session.runUntil(Duration.ofMinutes(26), it -> it.phase() == Phase.LISTENING));
        assertTrue(session.climbed.stream().noneMatch(each -> each.rung().isRadioStep()), session.climbed.toString());
    }

    @Test
    void shouldHoldTheBudgetAfterADayWithMoreResetsThanItHas() {
        modem.network = false;
        // Those of an operator count too: one each half hour, the latest 10 h ago.
        List<Duration> ages = IntStream.rangeClosed(0, 16)
                .mapToObj(i -> Duration.ofMinutes(600 + 30 * i))
                .toList();
        VirtualSession session = new VirtualSession(modem, LadderTimes.MULTI_IMSI, Duration.ZERO, ages);
        session.runUntil(DAY);

        List<Duration> resets = session.climbed.stream()
                .filter(each -> each.rung().isReset())
                .map(VirtualSession.Climbed::at)
                .toList();
        assertTrue(!resets.isEmpty());
        for (Duration at : resets) {
            long earlier =
                    ages.stream().filter(age -> age.plus(at).compareTo(DAY) < 0).count();
            long ours = resets.stream().filter(each -> each.compareTo(at) <= 0).count();
            assertTrue(earlier + ours <= 12, (earlier + ours) + " resets in 24 h at " + at);
        }
    }

    /** Looks that found nothing are no refused activations. */
    @Test
    void shouldRepeatARefusedActivationSoonAfterALongOutage() {
        modem.network = false;
        VirtualSession session = started();
        session.runUntil(Duration.ofMinutes(20));
        modem.network = true;
        modem.data = false;
        session.runUntil(Duration.ofMinutes(20).plusSeconds(10));

        assertTrue(count(session, Effect.BRING_UP_LINK) >= 3, count(session, Effect.BRING_UP_LINK) + " activations");
    }

    private VirtualSession started() {
        return new VirtualSession(modem, LadderTimes.MULTI_IMSI, Duration.ZERO, List.of());
    }

    private static long count(VirtualSession session, Effect effect) {
        return session.done.stream().filter(each -> each.effect() == effect).count();
    }
}

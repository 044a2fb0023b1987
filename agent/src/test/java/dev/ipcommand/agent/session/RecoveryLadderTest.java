package dev.ipcommand.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In virtual time, with the session that the agent runs. */
class RecoveryLadderTest {
    private static final Duration UP = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofHours(24);
    private static final Set<Effect> RADIO = EnumSet.of(Effect.CYCLE_RADIO, Effect.REBOOT_MODEM, Effect.USE_POWER);
    private static final Set<Effect> RESETS = EnumSet.of(Effect.REBOOT_MODEM, Effect.USE_POWER);
    private static final Set<Effect> WAITING =
            EnumSet.of(Effect.CHECK, Effect.READ_REGISTRATION, Effect.READ_SIM, Effect.CLOSE_LINK);

    private final VirtualModem modem = new VirtualModem();

    @Test
    void shouldClimbAsTheTableSaysWhileNoNetworkTakesTheModem() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.loseNetwork(UP);
        session.runUntil(UP.plusHours(9));

        assertEquals(
                """
                SEARCH 5
                RADIO 25
                SEARCH 30
                REBOOT 50
                SEARCH 55
                POWER 75
                SEARCH 81
                REBOOT 135
                SEARCH 140
                POWER 255
                SEARCH 261
                REBOOT 375
                SEARCH 380
                POWER 495
                SEARCH 501
                """,
                minutes(session));
    }

    @Test
    void shouldRestartByCommandOnlyOnABoardWithoutLines() {
        modem.hasPower = false;
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.loseNetwork(UP);
        session.runUntil(UP.plusHours(3));

        assertEquals(
                List.of("RADIO", "REBOOT", "REBOOT", "REBOOT"),
                session.climbed.stream()
                        .map(each -> each.rung().name())
                        .filter(name -> !name.equals("SEARCH"))
                        .toList());
    }

    @Test
    void shouldClimbSoonerForACardWithOneIdentity() {
        VirtualSession session = serving(LadderTimes.ONE_IMSI);
        modem.loseNetwork(UP);
        session.runUntil(UP.plusMinutes(21));

        assertEquals("SEARCH 5\nRADIO 10\nSEARCH 15\nREBOOT 20\n", minutes(session));
    }

    @Test
    void shouldDetachAfterAMinuteOfRefusedActivationsAndThenEveryThree() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.data = false;
        session.post(SessionEvent.of(Trigger.CONTEXT_LOST, "pdpdeact"));
        session.runUntil(UP.plusMinutes(9));

        assertEquals("CONTEXT 0\nREATTACH 1\nREATTACH 4\nREATTACH 7\n", minutes(session));
    }

    /** Activations fail while the network goes, before the registration tells it. */
    @Test
    void shouldNotDetachAsSoonAsTheNetworkIsBack() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.data = false;
        session.post(SessionEvent.of(Trigger.CONTEXT_LOST, "pdpdeact"));
        session.runUntil(UP.plusSeconds(2));
        modem.loseNetwork(UP.plusSeconds(2));
        session.runUntil(UP.plusMinutes(10));
        modem.network = true;
        session.runUntil(UP.plusMinutes(10).plusSeconds(50));

        assertEquals("CONTEXT 0\nSEARCH 5\n", minutes(session));
    }

    @Test
    void shouldNeitherSearchNorResetForARefusedContextBeforeItsTime() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.data = false;
        session.post(SessionEvent.of(Trigger.CONTEXT_LOST, "pdpdeact"));
        session.runUntil(UP.plusMinutes(24));
        assertTrue(session.climbed.stream().noneMatch(each -> each.rung().isRadioStep()));

        session.runUntil(UP.plusMinutes(51));

        assertEquals(
                List.of(Rung.RADIO, Rung.REBOOT),
                session.climbed.stream()
                        .map(VirtualSession.Climbed::rung)
                        .filter(Rung::isRadioStep)
                        .toList());
    }

    /** A dead port is no reason to wait for the card, but one to wait for a boot. */
    @Test
    void shouldRestartAModemThatFellSilentAfterABootTimeAndUseItsPowerAfterThreeMore() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.answers = false;
        session.post(SessionEvent.of(Trigger.PORT_LOST, "deaf"));
        session.runUntil(UP.plusHours(6));

        assertEquals("REBOOT 1\nPOWER 2\nREBOOT 62\nPOWER 183\nREBOOT 303\n", minutes(session));
    }

    @Test
    void shouldGiveAModemThatNeverAnsweredItsPowerAndWriteNothingToItsPort() {
        modem.answers = false;
        VirtualSession session = new VirtualSession(modem, LadderTimes.MULTI_IMSI, Duration.ZERO, List.of());
        session.runUntil(Duration.ofMinutes(5));

        assertEquals("POWER 1\nPOWER 3\n", absoluteMinutes(session));
        assertTrue(session.done.stream().noneMatch(each -> each.effect() == Effect.REBOOT_MODEM));
    }

    /** Else an agent in a crash loop would spend the day's resets in half an hour. */
    @Test
    void shouldGoOnWhereAnEarlierLifeOfTheAgentWasWithADeadPort() {
        modem.answers = false;
        List<Duration> earlier = List.of(Duration.ofMinutes(3), Duration.ofMinutes(6), Duration.ofHours(5));
        VirtualSession session = new VirtualSession(modem, LadderTimes.MULTI_IMSI, Duration.ZERO, earlier);
        session.runUntil(Duration.ofMinutes(65));

        assertEquals("POWER 60\n", absoluteMinutes(session));
    }

    @Test
    void shouldOnlyKeepAskingAPortThatNeverAnsweredOnABoardWithoutLines() {
        modem.answers = false;
        modem.hasPower = false;
        VirtualSession session = new VirtualSession(modem, LadderTimes.MULTI_IMSI, Duration.ZERO, List.of());
        session.runUntil(DAY);

        assertEquals("", absoluteMinutes(session));
        assertTrue(session.done.stream()
                .anyMatch(
                        each -> each.effect() == Effect.OPEN_MODEM && each.at().compareTo(DAY.minusMinutes(1)) > 0));
    }

    @Test
    void shouldUsePowerForAPortThatIsGoneForTwoMinutes() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.portThere = false;
        session.post(SessionEvent.of(Trigger.PORT_LOST, "unplugged"));
        session.runUntil(UP.plusHours(3).plusMinutes(30));

        assertEquals("POWER 2\nPOWER 3\nPOWER 63\nPOWER 183\n", minutes(session));
    }

    /** Another program has the port: a reset would take the modem away from under it. */
    @Test
    void shouldLeaveAModemAloneThatSomebodyElseHas() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.heldByOthers = true;
        session.post(SessionEvent.of(Trigger.PORT_LOST, "hung up"));
        session.runUntil(DAY);

        assertEquals(List.of(), session.climbed);
        assertTrue(session.ladder().isAlarming());
        modem.heldByOthers = false;
        assertTrue(session.runUntil(DAY.plusSeconds(30), it -> it.phase() == Phase.LISTENING));
    }

    @Test
    void shouldDoNothingForALockedCard() {
        modem.cardLocked = true;
        VirtualSession session = new VirtualSession(modem, LadderTimes.MULTI_IMSI, Duration.ZERO, List.of());
        session.runUntil(DAY);

        assertEquals(List.of(), session.climbed);
        assertTrue(session.ladder().isAlarming());
        modem.cardLocked = false;
        assertTrue(session.runUntil(DAY.plusMinutes(1), it -> it.phase() == Phase.LISTENING));
        assertFalse(session.ladder().isAlarming());
    }

    @Test
    void shouldAlarmOnceEverythingWasTried() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.loseNetwork(UP);

        session.runUntil(UP.plusMinutes(74));
        assertFalse(session.ladder().isAlarming());
        session.runUntil(UP.plusMinutes(76));
        assertTrue(session.ladder().isAlarming());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 11, 20})
    void shouldLetTheCardsTimerEnd(int minutes) {
        modem.applet = java.util.Optional.of(Duration.ofMinutes(minutes));
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.loseNetwork(UP);

        assertTrue(session.runUntil(
                UP.plusMinutes(minutes + 1),
                it -> it.phase() == Phase.LISTENING
                        && it.done.stream().anyMatch(each -> each.effect() == Effect.CLOSE_LINK)));
        assertTrue(session.climbed.stream().noneMatch(each -> each.rung().isRadioStep()));
    }

    @Test
    void shouldBeginAtTheBottomOnlyAfterTenMinutesOfService() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.loseNetwork(UP);
        session.runUntil(UP.plusMinutes(26));
        modem.network = true;
        session.runUntil(UP.plusMinutes(30));
        modem.loseNetwork(UP.plusMinutes(30));
        session.runUntil(UP.plusMinutes(56));
        modem.network = true;
        session.runUntil(UP.plusMinutes(70));
        modem.loseNetwork(UP.plusMinutes(70));
        session.runUntil(UP.plusMinutes(97));

        assertEquals(
                List.of(Rung.RADIO, Rung.REBOOT, Rung.RADIO),
                session.climbed.stream()
                        .map(VirtualSession.Climbed::rung)
                        .filter(Rung::isRadioStep)
                        .toList());
    }

    /** What a modem with a bad supply does; its card never gets to the end of its timer by waiting. */
    @Test
    void shouldHelpAModemThatRestartsAllTheTime() {
        VirtualSession session = serving(LadderTimes.MULTI_IMSI);
        modem.loseNetwork(UP);
        for (int minute = 1; minute < 60; minute++) {
            session.runUntil(UP.plusMinutes(minute));
            session.post(SessionEvent.of(Trigger.REBOOTED, "RDY"));
        }

        assertTrue(session.climbed.stream().anyMatch(each -> each.rung() == Rung.RADIO));
    }

    enum Outage {
        NO_NETWORK,
        NO_ANSWER,
        NO_PORT,
        NO_DATA,
        NO_CARD
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void shouldHoldAllRulesThroughSevenDaysAndRestartsOfTheAgent(Outage outage) {
        Random random = new Random(20261123L);
        for (int run = 0; run < 5; run++) {
            // From never to every few minutes.
            holdAllRules(outage, List.of(0, 7, 26, 55, 400).get(run), random);
        }
    }

    private void holdAllRules(Outage outage, int restartMinutes, Random random) {
        VirtualModem world = new VirtualModem();
        VirtualSession session = new VirtualSession(world, LadderTimes.MULTI_IMSI, Duration.ZERO, List.of());
        session.runUntil(UP);
        strike(outage, world, session);
        List<VirtualSession.Done> done = new ArrayList<>();
        List<Duration> resets = new ArrayList<>();
        Duration end = UP.plusDays(restartMinutes == 0 ? 7 : 2);
        Duration now = UP;
        while (now.compareTo(end) < 0) {
            Duration life = restartMinutes == 0
                    ? Duration.ofDays(8)
                    : Duration.ofSeconds((long) (restartMinutes * 60 * (0.5 + random.nextDouble())));
            now = now.plus(life).compareTo(end) < 0 ? now.plus(life) : end;
            session.runUntil(now);
            done.addAll(session.done);
            Duration died = now;
            resets.addAll(at(session.done, RESETS));
            List<Duration> ages = resets.stream()
                    .map(died::minus)
                    .filter(age -> age.compareTo(DAY) < 0)
                    .toList();
            session = new VirtualSession(world, LadderTimes.MULTI_IMSI, now, ages);
        }
        String what = outage + ", a restart every " + restartMinutes + " min";
        assertStillTrying(what, done, end);
        assertResetsOfEachDay(what, done);
        if (outage == Outage.NO_NETWORK || outage == Outage.NO_CARD) {
            assertTimerOfTheCardEnds(what, done);
        }
    }

    private static void strike(Outage outage, VirtualModem world, VirtualSession session) {
        switch (outage) {
            case NO_NETWORK -> world.loseNetwork(UP);
            case NO_ANSWER -> {
                world.answers = false;
                session.post(SessionEvent.of(Trigger.PORT_LOST, "deaf"));
            }
            case NO_PORT -> {
                world.portThere = false;
                session.post(SessionEvent.of(Trigger.PORT_LOST, "unplugged"));
            }
            case NO_DATA -> {
                world.data = false;
                session.post(SessionEvent.of(Trigger.CONTEXT_LOST, "pdpdeact"));
            }
            case NO_CARD -> {
                world.cardReady = false;
                world.loseNetwork(UP);
            }
        }
    }

    private static void assertStillTrying(String what, List<VirtualSession.Done> done, Duration end) {
        Set<Effect> tries = EnumSet.of(
                Effect.FIND_PORT, Effect.OPEN_MODEM, Effect.READ_SIM, Effect.READ_REGISTRATION, Effect.BRING_UP_LINK);
        List<Duration> at = done.stream()
                .filter(each -> tries.contains(each.effect()))
                .map(VirtualSession.Done::at)
                .filter(time -> time.compareTo(UP) > 0)
                .toList();
        for (int i = 1; i < at.size(); i++) {
            assertTrue(
                    at.get(i).minus(at.get(i - 1)).compareTo(Duration.ofSeconds(121)) < 0,
                    what + " paused at " + at.get(i));
        }
        assertTrue(end.minus(at.get(at.size() - 1)).compareTo(Duration.ofSeconds(121)) < 0, what);
    }

    private static void assertResetsOfEachDay(String what, List<VirtualSession.Done> done) {
        List<Duration> resets = at(done, RESETS);
        for (int i = 0; i < resets.size(); i++) {
            Duration from = resets.get(i);
            long inADay = resets.stream()
                    .filter(each ->
                            each.compareTo(from) >= 0 && each.minus(from).compareTo(DAY) < 0)
                    .count();
            assertTrue(inADay <= 12, what + ": " + inADay + " resets in 24 h from " + from);
        }
    }

    private static void assertTimerOfTheCardEnds(String what, List<VirtualSession.Done> done) {
        List<VirtualSession.Done> early = done.stream()
                .filter(each -> each.at().compareTo(UP.plusSeconds(20)) > 0
                        && each.at().compareTo(UP.plusMinutes(5)) < 0
                        && !WAITING.contains(each.effect()))
                .toList();
        if (!what.contains("every 7 min")) {
            assertEquals(List.of(), early, what);
        }
        Duration before = UP;
        for (Duration step :
                at(done.stream().filter(each -> each.at().compareTo(UP) > 0).toList(), RADIO)) {
            assertTrue(
                    step.minus(before).compareTo(Duration.ofMinutes(20)) > 0,
                    what + ": steps at " + before + ", " + step);
            before = step;
        }
    }

    private static List<Duration> at(List<VirtualSession.Done> done, Set<Effect> effects) {
        return done.stream()
                .filter(each -> effects.contains(each.effect()))
                .map(VirtualSession.Done::at)
                .toList();
    }

    private VirtualSession serving(LadderTimes times) {
        VirtualSession session = new VirtualSession(modem, times, Duration.ZERO, List.of());
        session.runUntil(UP);
        assertEquals(Phase.LISTENING, session.phase());
        return session;
    }

    /** Whole minutes since service was lost. */
    private static String minutes(VirtualSession session) {
        return text(session.climbed.stream()
                .map(each -> each.rung() + " " + each.at().minus(UP).toMinutes()));
    }

    private static String absoluteMinutes(VirtualSession session) {
        return text(session.climbed.stream()
                .map(each -> each.rung() + " " + each.at().toMinutes()));
    }

    private static String text(Stream<String> lines) {
        return lines.map(line -> line + "\n").collect(Collectors.joining());
    }
}

package dev.ipcommand.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionSupervisorTest {
    private static final Moment NOW = new Moment(Instant.parse("2026-11-01T12:00:00Z"), Duration.ofSeconds(1));

    private final List<String> asked = new ArrayList<>();
    private final List<String> outages = new ArrayList<>();
    private final SessionSupervisor supervisor = new SessionSupervisor(
            new Recorder(),
            new RecoveryLadder(LadderTimes.MULTI_IMSI, () -> Duration.ofSeconds(30), false, () -> 0.5),
            new OutageNotes(outages),
            NOW);

    @Test
    void shouldComeUpStepByStep() throws UnknownHostException {
        happens(Trigger.START);
        results(Trigger.PORT_FOUND, Trigger.MODEM_OPEN, Trigger.INITIALISED, Trigger.SIM_READY, Trigger.REGISTERED);
        happens(Trigger.RETRY_DUE);
        InetAddress address = InetAddress.getByAddress(new byte[] {100, 64, 3, 7});
        supervisor.handleResult(
                SessionEvent.linkUp((Inet4Address) address, "socket open"), supervisor.generation(), NOW);

        assertEquals(Phase.LISTENING, supervisor.status().phase());
        assertEquals("100.64.3.7", supervisor.status().address().orElseThrow().getHostAddress());
        assertEquals(
                List.of(
                        "FIND_PORT",
                        "ABSENT->SYNCING",
                        "OPEN_MODEM",
                        "SYNCING->INITIALISING",
                        "INITIALISE",
                        "INITIALISING->SIM_WAIT",
                        "READ_SIM",
                        "SIM_WAIT->SEARCHING",
                        "READ_REGISTRATION",
                        "SEARCHING->REGISTERED",
                        "RETRY in 0s",
                        "REGISTERED->ACTIVATING",
                        "BRING_UP_LINK",
                        "ACTIVATING->LISTENING",
                        "CHECK in 10s"),
                asked);
    }

    @Test
    void shouldDropAResultThatAnEarlierPhaseAskedFor() {
        happens(Trigger.START);
        results(Trigger.PORT_FOUND, Trigger.MODEM_OPEN, Trigger.INITIALISED, Trigger.SIM_READY);
        long searching = supervisor.generation();
        happens(Trigger.REGISTERED);
        happens(Trigger.RETRY_DUE);

        supervisor.handleResult(SessionEvent.of(Trigger.NOT_REGISTERED, "late"), searching, NOW);

        assertEquals(Phase.ACTIVATING, supervisor.status().phase());
    }

    @Test
    void shouldGiveALostRegistrationItsTimeOnceAndNotAgainAtEachLook() {
        listen();
        happens(Trigger.REGISTRATION_LOST);
        happens(Trigger.CHECK_DUE);
        results(Trigger.REGISTRATION_LOST);

        assertEquals(
                List.of(
                        "GRACE in 15s unless running",
                        "CHECK in 10s",
                        "CHECK",
                        "GRACE in 15s unless running",
                        "CHECK in 10s"),
                asked);
    }

    @Test
    void shouldStopTheGraceWhenRegistrationReturns() {
        listen();
        happens(Trigger.REGISTRATION_LOST);
        asked.clear();

        happens(Trigger.REGISTERED);

        assertEquals(List.of("stop GRACE"), asked);
        assertEquals(Phase.LISTENING, supervisor.status().phase());
    }

    @Test
    void shouldWaitLongerAfterEachRefusedActivation() {
        happens(Trigger.START);
        results(Trigger.PORT_FOUND, Trigger.MODEM_OPEN, Trigger.INITIALISED, Trigger.SIM_READY);
        List<String> pauses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            results(Trigger.REGISTERED);
            happens(Trigger.RETRY_DUE);
            asked.clear();
            results(Trigger.FAILED);
            pauses.add(asked.get(asked.size() - 1));
            happens(Trigger.RETRY_DUE);
        }

        assertEquals(List.of("RETRY in 1s", "RETRY in 2s", "RETRY in 5s", "RETRY in 5s"), pauses);
    }

    @Test
    void shouldHaveEachOutageWrittenDownWithWhatWasTried() {
        listen();
        outages.clear();
        happens(Trigger.CONTEXT_LOST);
        results(Trigger.LINK_UP);
        happens(Trigger.LINK_LOST);
        results(Trigger.LINK_UP);
        happens(Trigger.STOP);

        assertEquals(
                List.of(
                        "began: CONTEXT_LOST",
                        "tried CONTEXT",
                        "ended after 0 s",
                        "began: LINK_LOST",
                        "tried LISTENER",
                        "ended after 0 s"),
                outages);
    }

    /** The timer may be late or early; what counts is what the ladder says then. */
    @Test
    void shouldTakeARungOnlyWhenItIsDue() {
        happens(Trigger.START);
        results(Trigger.PORT_FOUND, Trigger.MODEM_OPEN, Trigger.INITIALISED, Trigger.SIM_READY, Trigger.NOT_REGISTERED);
        asked.clear();

        supervisor.handle(SessionEvent.of(Trigger.RUNG_DUE, "timer"), later(Duration.ofMinutes(4)));
        assertEquals(List.of(), asked);
        assertEquals(Rung.SEARCH, supervisor.nextRung().orElseThrow().rung());
        supervisor.handle(SessionEvent.of(Trigger.RUNG_DUE, "timer"), later(Duration.ofMinutes(5)));

        assertEquals(List.of("SEARCH_AGAIN"), asked);
        assertEquals(List.of("began: no service since the agent's start", "tried SEARCH"), outages);
        assertEquals(Rung.RADIO, supervisor.nextRung().orElseThrow().rung());
    }

    private static Moment later(Duration up) {
        return new Moment(NOW.wall().plus(up), NOW.up().plus(up));
    }

    private void listen() {
        happens(Trigger.START_WITHOUT_MODEM);
        results(Trigger.LINK_UP);
        asked.clear();
    }

    private void happens(Trigger trigger) {
        supervisor.handle(SessionEvent.of(trigger, trigger.name()), NOW);
    }

    private void results(Trigger... triggers) {
        for (Trigger trigger : triggers) {
            supervisor.handleResult(SessionEvent.of(trigger, trigger.name()), supervisor.generation(), NOW);
        }
    }

    private final class Recorder implements SessionOutput {
        private boolean settled;

        @Override
        public void perform(Effect effect, long generation) {
            asked.add(effect.name());
        }

        @Override
        public void start(Timer timer, Duration length) {
            if (timer == Timer.LADDER) {
                return;
            }
            asked.add(timer + " in " + length.toSeconds() + "s");
        }

        @Override
        public void startUnlessRunning(Timer timer, Duration length) {
            asked.add(timer + " in " + length.toSeconds() + "s unless running");
        }

        @Override
        public void stop(Timer timer) {
            if (settled) {
                asked.add("stop " + timer);
            }
        }

        @Override
        public void changed(SessionStatus before, SessionStatus after) {
            asked.add(before.phase() + "->" + after.phase());
            settled = after.phase() == Phase.LISTENING;
        }
    }
}

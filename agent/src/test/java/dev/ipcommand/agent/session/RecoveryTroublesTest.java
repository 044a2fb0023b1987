package dev.ipcommand.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private VirtualSession started() {
        return new VirtualSession(modem, LadderTimes.MULTI_IMSI, Duration.ZERO, List.of());
    }

    private static long count(VirtualSession session, Effect effect) {
        return session.done.stream().filter(each -> each.effect() == effect).count();
    }
}

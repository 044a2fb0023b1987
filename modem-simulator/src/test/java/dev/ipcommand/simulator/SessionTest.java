package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
    private static final String LOST = "\r\n+QIURC: \"pdpdeact\",1\r\n";

    private final ModemFixture modem = ModemFixture.listening("bg96", true);

    @Test
    void shouldRenewEveryThreeSeconds() {
        int before = modem.network.attaches;
        modem.time.advance(30_000);

        assertEquals(10, modem.network.attaches - before);
        assertEquals("", modem.taken());
    }

    @Test
    void shouldLiveThroughAShortRestartOfTheNetwork() {
        modem.network.reachable = false;
        modem.time.advance(8_000);
        modem.network.reachable = true;
        modem.time.advance(30_000);

        assertEquals("", modem.taken());
    }

    @Test
    void shouldLoseTheContextWhenTheLeaseEndsUnrenewed() {
        modem.network.reachable = false;
        modem.time.advance(14_000);

        assertEquals(LOST, modem.taken());
        assertEquals("\r\n+CGACT: 1,0\r\n\r\nOK\r\n", modem.ask("AT+CGACT?"));
    }

    @Test
    void shouldLoseTheContextWhenTheNetworkInsistsOnAnotherAddress() {
        modem.network.address = "127.64.0.99";
        modem.time.advance(14_000);

        assertEquals(LOST, modem.taken());
    }

    @Test
    void shouldDetachWhenTheContextGoesDownAndAttachAnewAfterwards() {
        modem.say("AT+QIDEACT=1");
        modem.time.advance(100);
        assertEquals(1, modem.network.detaches);
        modem.network.address = "127.64.0.77";
        modem.taken();

        modem.say("AT+QIACT=1");
        modem.time.advance(500);

        assertTrue(modem.ask("AT+QIACT?").contains("127.64.0.77"));
    }

    @Test
    void shouldRefuseToActivateWhileUnregistered() {
        modem.fault("F14:60");
        modem.say("AT+QIDEACT=1");
        modem.time.advance(20);
        modem.taken();

        assertEquals("\r\nERROR\r\n", modem.ask("AT+QIACT=1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bg96    | AT+QIDEACT=1 | AT+QIACT=1   | ERROR",
                "sim7600 | AT+NETCLOSE  | AT+NETOPEN   | +NETOPEN: 1",
                "sim7080 | AT+CNACT=0,0 | AT+CNACT=0,1 | +APP PDP: 0,DEACTIVE"
            })
    void shouldEndAnActivationThatTheNetworkNeverAnswersWhenTheSessionIsLost(
            String model, String down, String up, String end) {
        ModemFixture waiting = ModemFixture.listening(model, true);
        waiting.say(down);
        waiting.time.advance(100);
        waiting.network.answers = false;
        waiting.say(up);
        waiting.time.advance(1_000);
        waiting.taken();
        waiting.modem.session().lose();
        waiting.time.settle();
        assertEquals("\r\n" + end + "\r\n", waiting.taken());

        waiting.network.answers = true;
        waiting.say(up);
        waiting.time.advance(1_000);

        assertFalse(waiting.taken().contains("ERROR"));
        assertTrue(waiting.modem.session().isActive(1));
    }

    @Test
    void shouldMissDatagramsWithoutRegistrationButKeepTheContextThroughAShortLoss() {
        modem.modem.search().lose(dev.ipcommand.simulator.core.Radio.Stat.SEARCHING, 5_000);
        modem.arrive(new byte[] {'x'});
        modem.time.advance(5_000);
        modem.arrive(new byte[] {'y'});

        assertEquals("\r\n+QIURC: \"recv\",0,1,\"127.64.0.1\",6969\r\ny\r\n", modem.taken());
        assertEquals(1L, modem.modem.counters().get("datagrams_missed"));
    }
}

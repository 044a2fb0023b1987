package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.simulator.core.Radio;
import dev.ipcommand.simulator.core.SimState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A SIM that is missing, locked, broken, busy or another one. */
class SimStateTest {
    private static ModemFixture modem() {
        ModemFixture modem = ModemFixture.booted("bg96");
        modem.time.advance(2_000);
        modem.say("AT+CMEE=1");
        modem.taken();
        return modem;
    }

    private static void restart(ModemFixture modem) {
        modem.modem.start();
        modem.time.advance(3_000);
        modem.say("ATE0");
        modem.say("AT+CMEE=1");
        modem.taken();
    }

    @ParameterizedTest
    @CsvSource({
        "ABSENT,  '\r\n+CME ERROR: 10\r\n',             '\r\n+CME ERROR: 10\r\n'",
        "PIN,     '\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n',   '\r\n+CME ERROR: 11\r\n'",
        "PUK,     '\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n',   '\r\n+CME ERROR: 12\r\n'",
        "FAILURE, '\r\n+CME ERROR: 13\r\n',             '\r\n+CME ERROR: 13\r\n'",
        "BUSY,    '\r\n+CME ERROR: 14\r\n',             '\r\n+CME ERROR: 14\r\n'"
    })
    void shouldSaySoAndNotRegister(SimState state, String pin, String imsi) {
        ModemFixture modem = modem();
        modem.modem.search().setSim(state, "1234");
        assertEquals("\r\n+CPIN: " + state.text() + "\r\n", modem.taken());

        modem.time.advance(60_000);
        assertEquals(pin, modem.ask("AT+CPIN?"));
        assertEquals(imsi, modem.ask("AT+CIMI"));
        assertEquals(Radio.Stat.IDLE, modem.modem.radio().stat());

        modem.modem.search().setSim(SimState.READY, "");
        modem.time.advance(2_000);
        assertEquals(Radio.Stat.ROAMING, modem.modem.radio().stat());
    }

    @ParameterizedTest
    @EnumSource(value = SimState.class, names = "READY", mode = EnumSource.Mode.EXCLUDE)
    void shouldBootWithIt(SimState state) {
        ModemFixture modem = modem();
        modem.modem.search().setSim(state, "1234");
        modem.taken();

        modem.modem.start();
        modem.time.advance(10_000);

        String boot = modem.taken();
        assertTrue(boot.contains("RDY") && boot.contains("+CPIN: " + state.text()), boot);
        assertFalse(boot.contains("READY\r\n") && state.text().equals("READY"), boot);
        assertFalse(boot.contains("SMS DONE"), boot);
        assertFalse(modem.modem.radio().isRegistered());
    }

    @Test
    void shouldTakeItsPinAndAskAgainAfterARestart() {
        ModemFixture modem = modem();
        modem.modem.search().setSim(SimState.PIN, "4711");
        modem.taken();
        assertTrue(modem.ask("AT+QCCID").contains("8988307000000000001"), "no PIN guards the ICCID");

        assertEquals("\r\nOK\r\n", modem.ask("AT+CPIN=\"4711\""));
        modem.time.advance(2_000);
        assertTrue(modem.taken().contains("+CPIN: READY"));
        assertTrue(modem.modem.radio().isRegistered());
        assertEquals("\r\n+CME ERROR: 3\r\n", modem.ask("AT+CPIN=\"4711\""));

        restart(modem);
        assertEquals("\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n", modem.ask("AT+CPIN?"));
    }

    @Test
    void shouldBlockAfterThreeWrongPinsUntilItsPukComes() {
        ModemFixture modem = modem();
        modem.modem.search().setSim(SimState.PIN, "4711");
        modem.taken();

        assertEquals("\r\n+CME ERROR: 16\r\n", modem.ask("AT+CPIN=\"0000\""));
        restart(modem);
        assertTrue(modem.ask("AT+QPINC?").contains("\"SC\",2,10"), "a restart gives no tries back");
        assertEquals("\r\n+CME ERROR: 16\r\n", modem.ask("AT+CPIN=\"0000\""));
        assertEquals("\r\n+CME ERROR: 12\r\n", modem.ask("AT+CPIN=\"0000\""));
        assertEquals("\r\n+CME ERROR: 12\r\n", modem.ask("AT+CPIN=\"4711\""));
        assertEquals("\r\n+CME ERROR: 16\r\n", modem.ask("AT+CPIN=\"00000000\",\"1111\""));

        assertEquals("\r\nOK\r\n", modem.ask("AT+CPIN=\"12345678\",\"1111\""));
        modem.time.advance(2_000);
        assertTrue(modem.modem.radio().isRegistered());
    }

    @Test
    void shouldBeChangedWhileItRunsAndWhileItIsOff() {
        ModemFixture modem = modem();
        String imsi = modem.ask("AT+CIMI");
        modem.say("AT+CRSM=214,28539,0,0,12,\"FFFFFFFFFFFFFFFFFFFFFFFF\"");
        modem.fault("card-swap:5");
        modem.time.advance(4_900);
        assertTrue(modem.taken().contains("+CPIN: NOT INSERTED"));
        assertEquals("\r\n+CME ERROR: 10\r\n", modem.ask("AT+CPIN?"));
        modem.time.advance(3_000);
        assertTrue(modem.taken().contains("+CPIN: READY"));
        assertTrue(modem.ask("AT+QCCID").contains("8988307000000000002"));
        assertNotEquals(imsi, modem.ask("AT+CIMI"));
        assertTrue(modem.modem.radio().isRegistered());
        assertEquals(0, modem.modem.parts().sim().forbiddenWrites(), "each card has a list of its own");

        modem.modem.cutPower();
        modem.modem.search().swapCard("8988307000000000009", 5_000);
        restart(modem);
        assertTrue(modem.ask("AT+QCCID").contains("8988307000000000009"));
        assertEquals("8988307000000000009", modem.network.card);
    }
}

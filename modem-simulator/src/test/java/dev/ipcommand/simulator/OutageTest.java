package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.simulator.core.Outages;
import dev.ipcommand.simulator.core.Radio;
import dev.ipcommand.simulator.fault.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays broken until enough is done about it, in every dialect. */
class OutageTest {
    private static ModemFixture registered(String model) {
        ModemFixture modem = ModemFixture.booted(model);
        modem.time.advance(2_000);
        modem.taken();
        return modem;
    }

    private static boolean activates(ModemFixture modem, String model) {
        switch (model) {
            case "sim7600" -> modem.say("AT+NETOPEN");
            case "sim7080" -> modem.say("AT+CNACT=0,1");
            case "generic" -> modem.say("AT+CGACT=1,1");
            default -> {
                modem.say("AT+QIDEACT=1");
                modem.time.advance(50);
                modem.say("AT+QIACT=1");
            }
        }
        modem.time.advance(1_000);
        modem.taken();
        return modem.modem.session().isUp();
    }

    private static void say(ModemFixture modem, String commands) {
        for (String command : commands.split(" ", -1)) {
            modem.say(command);
            modem.time.advance(200);
        }
        modem.time.advance(3_000);
        modem.taken();
    }

    @ParameterizedTest
    @CsvSource({
        "bg96,    attach, AT+CGATT=0 AT+CGATT=1",
        "ec25,    attach, AT+CGATT=0 AT+CGATT=1",
        "sim7600, attach, AT+CGATT=0 AT+CGATT=1",
        "sim7080, attach, AT+CGATT=0 AT+CGATT=1",
        "generic, attach, AT+CGATT=0 AT+CGATT=1",
        "bg96,    search, AT+COPS=2 AT+COPS=0",
        "bg96,    attach, AT+COPS=2 AT+COPS=0",
        "sim7080, radio,  AT+CFUN=4 AT+CFUN=1",
        "ec25,    reboot, 'AT+CFUN=1,1'",
        "sim7600, reboot, AT+CRESET"
    })
    void shouldActivateOnlyAfterTheCure(String model, String cure, String commands) {
        ModemFixture modem = registered(model);
        modem.fault("stuck-data:" + cure);

        assertFalse(activates(modem, model));
        say(modem, "AT+COPS=0");
        assertFalse(activates(modem, model));
        say(modem, commands);
        assertTrue(activates(modem, model));
    }

    @Test
    void shouldNotBeCuredByLess() {
        ModemFixture modem = registered("bg96");
        modem.fault("stuck-data:power");
        say(modem, "AT+CGATT=0 AT+CGATT=1 AT+COPS=2 AT+COPS=0 AT+CFUN=4 AT+CFUN=1 AT+CFUN=1,1");
        assertFalse(activates(modem, "bg96"));

        modem.modem.cutPower();
        modem.modem.start();
        modem.time.advance(4_000);

        assertTrue(activates(modem, "bg96"));
    }

    @ParameterizedTest
    @CsvSource({
        "search, 2, AT+COPS=0",
        "search, 3, 'AT+COPS=0,2'",
        "radio,  3, AT+CFUN=4 AT+CFUN=1",
        "reboot, 2, 'AT+CFUN=1,1'"
    })
    void shouldFindNoNetworkUntilTheCure(String cure, int stat, String commands) {
        ModemFixture modem = registered("bg96");
        modem.fault("stuck-registration:" + stat + ":" + cure);
        modem.time.advance(3_600_000);
        assertEquals(stat, modem.modem.radio().stat().value());

        say(modem, commands);

        assertEquals(Radio.Stat.ROAMING, modem.modem.radio().stat());
    }

    @Test
    void shouldHearABlindRestartWhileDeafAndNothingIfOnlyPowerHelps() {
        ModemFixture modem = registered("bg96");
        modem.fault("deaf");
        assertEquals("", modem.ask("AT"));
        modem.say("AT+CFUN=1,1");
        modem.time.advance(4_000);
        assertTrue(modem.taken().contains("RDY"));
        assertEquals(Map.of(), modem.violations.counts());

        modem.fault("deaf:power");
        modem.say("AT+CFUN=1,1");
        modem.time.advance(4_000);
        assertEquals("", modem.taken());
        modem.modem.cutPower();
        modem.modem.start();
        modem.time.advance(4_000);
        assertTrue(modem.taken().contains("RDY"));
    }

    @Test
    void shouldBeDeafForSecondsWithoutAWord() {
        ModemFixture modem = ModemFixture.listening("ec25", true);
        modem.fault("deaf:time:7");
        modem.arrive(new byte[] {'a'});
        modem.say("AT");
        modem.time.advance(6_999);
        assertEquals("", modem.taken());

        modem.time.advance(1);

        assertEquals("\r\nOK\r\n", modem.ask("AT"));
        assertTrue(modem.modem.session().isUp());
    }

    @Test
    void shouldSwallowDatagramsBothWaysUntilTheNextActivation() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault("black-hole");
        modem.arrive(new byte[] {'a'});
        modem.say("AT+QISEND=0,1,\"127.64.0.1\",6767");
        modem.send(new byte[] {'b'});
        assertTrue(modem.taken().contains("SEND OK"));
        assertEquals(1L, modem.modem.counters().get("datagrams_missed"));
        assertEquals(1L, modem.modem.counters().get("datagrams_unsent"));
        assertTrue(modem.network.swallows);

        assertTrue(activatesAnew(modem));

        assertFalse(modem.modem.outages().isOn(Outages.Kind.BLACK_HOLE));
        assertFalse(modem.network.swallows);
    }

    private static boolean activatesAnew(ModemFixture modem) {
        return activates(modem, "bg96");
    }

    @Test
    void shouldRestartWithoutAnyWord() {
        ModemFixture modem = ModemFixture.listening("bg96", true);
        modem.fault("silent-reboot");
        modem.time.advance(5_000);

        assertEquals("", modem.taken());
        assertFalse(modem.modem.session().isUp());
        assertEquals("AT\r\r\nOK\r\n", modem.ask("AT"));
    }

    @ParameterizedTest
    @CsvSource({
        "bg96,    '+QIURC: \"closed\",0'",
        "ec25,    '+QIURC: \"closed\",0'",
        "sim7600, '+IPCLOSE: 0,1'",
        "sim7080, '+CASTATE: 0,0'"
    })
    void shouldCloseASocketInTheDialectsOwnWords(String model, String urc) {
        ModemFixture modem = ModemFixture.listening(model, true);

        modem.fault("endpoint-closed");

        assertEquals("\r\n" + urc + "\r\n", modem.taken());
        assertTrue(modem.modem.session().isUp());
    }

    @ParameterizedTest
    @CsvSource({
        "bg96,    '+QIURC: \"pdpdeact\",1'",
        "sim7600, '+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY'",
        "sim7080, '+APP PDP: 0,DEACTIVE'"
    })
    void shouldLoseTheContextInTheDialectsOwnWords(String model, String urc) {
        ModemFixture modem = ModemFixture.listening(model, true);

        modem.fault("context-lost");

        assertTrue(modem.taken().contains("\r\n" + urc + "\r\n"));
        assertFalse(modem.modem.session().isUp());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stuck-data:prayer", "deaf:nothing", "stuck-registration:3:never"})
    void shouldRefuseACureThatIsNone(String order) {
        ModemFixture modem = registered("bg96");

        org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, () -> modem.fault(order));
    }

    @Test
    void shouldTakeRadioStepsAfterFiveMinutesAndForAnAccessPointOnly() {
        ModemFixture modem = registered("bg96");
        modem.fault("F15:3600");
        say(modem, "AT+CFUN=4 AT+CGDCONT=1,\"IP\",\"super\" AT+CFUN=1");
        assertEquals(Map.of(), modem.violations.counts());

        say(modem, "AT+CFUN=4 AT+CFUN=1");
        assertEquals(Map.of(Violation.RADIO_TOO_EARLY, 1), modem.violations.counts());

        modem.time.advance(5 * 60_000);
        say(modem, "AT+CFUN=4 AT+CFUN=1");
        assertEquals(Map.of(Violation.RADIO_TOO_EARLY, 1), modem.violations.counts());
    }

    @Test
    void shouldScaleTheLongWaits() {
        ModemFixture modem = new ModemFixture("bg96", 20, 60);
        modem.time.advance(3_000);
        String imsi = modem.modem.parts().sim().imsi();
        modem.fault("F15:360000");

        modem.time.advance(19_000);
        assertEquals(imsi, modem.modem.parts().sim().imsi());
        modem.say("AT+CFUN=1,1");
        assertEquals(Map.of(Violation.REBOOT_TOO_EARLY, 1), modem.violations.counts());
        modem.time.advance(15_000);
        assertEquals(imsi, modem.modem.parts().sim().imsi(), "the restart has set the applet back");
        modem.time.advance(10_000);

        assertFalse(imsi.equals(modem.modem.parts().sim().imsi()));
        assertEquals(Radio.Stat.ROAMING, modem.modem.radio().stat());
    }
}

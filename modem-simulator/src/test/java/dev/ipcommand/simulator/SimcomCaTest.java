package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIM7080: what its transcripts do not show: limits, and the variants for what the manuals leave open. */
class SimcomCaTest {
    private static final String READ = "AT+CARECV=0,1460";
    private static final String OK = "\r\nOK\r\n";

    private static ModemFixture varied(String variant, boolean push) {
        ModemFixture modem = ModemFixture.listening("sim7080", push);
        modem.variants.set(variant);
        return modem;
    }

    private static byte[] bytes(String text) {
        return ModemFixture.latin(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AT+CASEND=0,1461",
                "AT+CASEND=0,0",
                "AT+CASEND=13,8",
                "AT+CASEND=0,8,99",
                "AT+CASEND=0,8,10001",
                "AT+CASERVER=13,0,\"UDP\",4001,1",
                "AT+CASERVER=1,4,\"UDP\",4001,1",
                "AT+CASERVER=1,0,\"UDP\",65536,1",
                "AT+CASERVER=1,0,\"UDP\",4001,2",
                "AT+CAOPEN=1,0,\"UDP\",\"127.64.0.1\",65536",
                "AT+CACFG=\"REMOTEADDR\",1,127.64.0.1,6767",
                "AT+CACFG=\"REMOTEADDR\",0,nowhere,6767",
                "AT+CACFG=\"RCVBUF\",0,5839",
                "AT+CACFG=\"RCVBUF\",0,29201",
                "AT+CACFG=\"NOPE\",0,1",
                "AT+CACLOSE=1",
                "AT+CNACT=4,1",
                "AT+CNACT=0,3",
                "AT+CNCFG=4,1,\"super\"",
                "AT+CNCFG=0,3,\"super\"",
                "AT+CMNB=4",
                "AT+CURCCFG=\"NOPE\",1",
                "AT+CFUN=3",
                "AT+CPOWD=2",
                "AT+CASRIP=2",
            })
    void shouldRefuseWhatIsOutOfRange(String line) {
        assertEquals("\r\nERROR\r\n", ModemFixture.listening("sim7080", true).ask(line));
    }

    @ParameterizedTest
    @CsvSource({"TCP, 4", "SSL, 4"})
    void shouldServeUdpAlone(String protocol, int result) {
        ModemFixture modem = ModemFixture.listening("sim7080", true);

        assertEquals(
                "\r\n+CASERVER: 1," + result + "\r\n" + OK, modem.ask("AT+CASERVER=1,0,\"" + protocol + "\",4002,1"));
    }

    @ParameterizedTest
    @CsvSource({"'', 5000", "',100', 100", "',10000', 10000"})
    void shouldWaitForPayloadAsLongAsItsInputWindow(String argument, long millis) {
        ModemFixture modem = ModemFixture.listening("sim7080", true);
        assertEquals("\r\n>", modem.ask("AT+CASEND=0,8" + argument));
        modem.send(bytes("half"));
        modem.time.advance(millis - 1);
        assertEquals("", modem.taken());

        modem.time.advance(1);

        assertEquals("\r\nERROR\r\n", modem.taken());
        assertTrue(modem.udp.sent.isEmpty());
        assertEquals(OK, modem.ask("AT"));
    }

    @Test
    void shouldEndTheInputWindowWithoutAWordByVariant() {
        ModemFixture modem = varied("window=silent", true);
        modem.ask("AT+CASEND=0,8,100");
        modem.time.advance(200);

        assertEquals("", modem.taken());
        assertEquals(OK, modem.ask("AT"));
    }

    @Test
    void shouldQuoteAddressesByVariant() {
        ModemFixture push = varied("address=quoted", true);
        push.arrive(bytes("x"));
        ModemFixture buffer = varied("address=quoted", false);
        buffer.arrive(bytes("x"));

        assertEquals("\r\n+CAURC: \"recv\",0,1,\"127.64.0.1\",6969\r\nx\r\n", push.taken());
        assertEquals("\r\n+CADATAIND: 0\r\n\r\n+CANEW: 0,0,\"127.64.0.1\",6969\r\n", buffer.taken());
        assertEquals("\r\n+CARECV: \"127.64.0.1\",6969,1,x\r\n" + OK, buffer.ask(READ));
    }

    @ParameterizedTest
    @CsvSource({"any, true, true", "bare, true, false", "quoted, false, true"})
    void shouldTakeTheRemoteAddressWithOrWithoutQuotes(String variant, boolean bare, boolean quoted) {
        ModemFixture modem = varied("remote=" + variant, true);

        assertEquals(
                bare, modem.ask("AT+CACFG=\"REMOTEADDR\",0,127.64.0.1,6767").equals(OK));
        assertEquals(
                quoted,
                modem.ask("AT+CACFG=\"REMOTEADDR\",0,\"127.64.0.1\",6767").equals(OK));
    }

    @Test
    void shouldTakeTheRemoteAddressUnderTheNextCidByVariant() {
        ModemFixture modem = varied("remotecid=next", true);

        assertEquals("\r\nERROR\r\n", modem.ask("AT+CACFG=\"REMOTEADDR\",0,127.64.0.9,6767"));
        assertEquals(OK, modem.ask("AT+CACFG=\"REMOTEADDR\",1,127.64.0.9,6767"));
        modem.ask("AT+CASEND=0,2");
        modem.send(bytes("hi"));

        assertEquals("127.64.0.9:6767", modem.udp.sent.get(0).to);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "after  | false | +CADATAIND: 0/+CANEW: 0,0,127.64.0.1,6969",
                "before | false | +CANEW: 0,0,127.64.0.1,6969/+CADATAIND: 0",
                "never  | false | +CADATAIND: 0",
                "always | false | +CANEW: 0,0,127.64.0.1,6969/+CADATAIND: 0",
                "after  | true  | +CAURC: \"recv\",0,1,127.64.0.1,6969/x",
                "always | true  | +CANEW: 0,0,127.64.0.1,6969/+CAURC: \"recv\",0,1,127.64.0.1,6969/x"
            })
    void shouldTellOfANewPeerWhereTheVariantSays(String variant, boolean push, String urcs) {
        ModemFixture modem = varied("canew=" + variant, push);
        modem.arrive(bytes("x"));

        assertEquals(urcs, modem.taken().strip().replace("\r\n\r\n", "/").replace("\r\n", "/"));
    }

    @Test
    void shouldRunDatagramsTogetherByVariant() {
        ModemFixture modem = varied("edges=merged", false);
        modem.arrive(bytes("hello"));
        modem.arrive(bytes("again"));
        modem.taken();

        assertEquals("\r\n+CARECV: 127.64.0.1,6969,7,helloag\r\n" + OK, modem.ask("AT+CARECV=0,7"));
        assertEquals("\r\n+CARECV: 127.64.0.1,6969,3,ain\r\n" + OK, modem.ask(READ));
    }

    @ParameterizedTest
    @CsvSource({"zero, '\r\n+CARECV: 0\r\n\r\nOK\r\n'", "ok, '\r\nOK\r\n'", "error, '\r\nERROR\r\n'"})
    void shouldSayThatThereIsNothingAsTheVariantSays(String variant, String answer) {
        assertEquals(answer, varied("drained=" + variant, false).ask(READ));
    }

    @Test
    void shouldAnnounceAgainOnlyAfterAnEmptyReadByVariant() {
        ModemFixture modem = varied("rearm=zero", false);
        modem.arrive(bytes("x"));
        modem.ask(READ);
        modem.arrive(bytes("y"));
        assertEquals("", modem.taken());

        modem.ask(READ);
        modem.ask(READ);
        modem.arrive(bytes("z"));

        assertEquals("\r\n+CADATAIND: 0\r\n", modem.taken());
    }

    @ParameterizedTest
    @CsvSource({"ok, OK", "error, ERROR"})
    void shouldEndAFailedOpenAsTheVariantSays(String variant, String end) {
        ModemFixture modem = varied("failure=" + variant, true);

        assertEquals("\r\n+CASERVER: 1,12\r\n\r\n" + end + "\r\n", modem.ask("AT+CASERVER=1,0,\"UDP\",4001,1"));
    }

    @Test
    void shouldTellOfAnActivationWithoutNetworkAsTheVariantSays() {
        ModemFixture modem = ModemFixture.booted("sim7080");
        assertEquals("\r\nERROR\r\n", modem.ask("AT+CNACT=0,1"));
        modem.variants.set("cnact=deactive");
        modem.fault("F15:60");
        modem.say("AT+CNACT=0,1");
        modem.time.advance(300);

        assertEquals("\r\nOK\r\n\r\n+APP PDP: 0,DEACTIVE\r\n", modem.taken());
    }

    @ParameterizedTest
    @CsvSource({
        "split, '+CPIN: NOT READY/OK', 'OK/+CPIN: READY/SMS Ready'",
        "inside, '+CPIN: NOT READY/OK', '+CPIN: READY/OK/SMS Ready'",
        "after, 'OK/+CPIN: NOT READY', 'OK/+CPIN: READY/SMS Ready'"
    })
    void shouldPlaceTheSimUrcsOfCfunAsTheVariantSays(String variant, String off, String on) {
        ModemFixture modem = ModemFixture.booted("sim7080");
        modem.variants.set("cfun=" + variant);
        modem.say("AT+CFUN=0");
        modem.time.advance(100);
        String first = modem.taken();
        modem.say("AT+CFUN=1");
        modem.time.advance(100);

        assertEquals(off, first.strip().replace("\r\n\r\n", "/"));
        assertEquals(on, modem.taken().strip().replace("\r\n\r\n", "/"));
    }

    @Test
    void shouldLeaveTheSimAloneInCfun4() {
        ModemFixture modem = ModemFixture.booted("sim7080");
        modem.say("AT+CFUN=4");
        modem.time.advance(100);

        assertEquals(OK, modem.taken());
        assertEquals("\r\n+CPIN: READY\r\n" + OK, modem.ask("AT+CPIN?"));
    }

    @Test
    void shouldTellOfALossInTheOldWaysByVariant() {
        ModemFixture modem = varied("pdp=old", true);
        modem.variants.set("castate=off");
        modem.modem.session().lose();

        assertEquals("\r\n+PDP: DEACT\r\n", modem.taken());
        assertFalse(modem.udp.isBound(ModemFixture.LOCAL));
    }

    @Test
    void shouldPadTheIccidByVariant() {
        assertEquals(
                "\r\n8988307000000000001F\r\n" + OK,
                varied("iccid=padded", true).ask("AT+CCID"));
    }

    @Test
    void shouldHearStrangersAsAClientByVariant() {
        ModemFixture modem = varied("peers=taken", true);
        modem.say("AT+CACLOSE=0");
        modem.say("AT+CACFG=\"LOCALPORT\",0,4001");
        modem.say("AT+CAOPEN=0,0,\"UDP\",\"127.64.0.1\",6767,1");
        modem.taken();
        modem.arrive(bytes("x"));

        assertEquals("\r\n+CAURC: \"recv\",0,1,127.64.0.1,6969\r\nx\r\n", modem.taken());
    }

    @Test
    void shouldSayOnceThatItsBufferIsFullAndTakeMoreWhenItWasRead() {
        ModemFixture modem = ModemFixture.listening("sim7080", false);
        for (int i = 0; i < 9; i++) {
            modem.arrive(new byte[1300]);
        }
        assertEquals(
                "\r\n+CADATAIND: 0\r\n\r\n+CANEW: 0,0,127.64.0.1,6969\r\n\r\n+CAURC: \"buffer full\"\r\n",
                modem.taken());
        assertEquals(2L, modem.modem.counters().get("datagrams_dropped"));

        modem.ask(READ);
        modem.arrive(bytes("fits"));

        assertEquals(2L, modem.modem.counters().get("datagrams_dropped"));
    }

    @Test
    void shouldHoldMoreOnceToldTo() {
        ModemFixture modem = ModemFixture.listening("sim7080", false);
        modem.say("AT+CACLOSE=0");
        modem.say("AT+CACFG=\"RCVBUF\",0,29200");
        modem.say("AT+CASERVER=0,0,\"UDP\",4001,0");
        for (int i = 0; i < 20; i++) {
            modem.arrive(new byte[1300]);
        }

        assertFalse(modem.taken().contains("buffer full"));
    }

    @Test
    void shouldCloseTheConnectionsOfTheEndedContextAlone() {
        ModemFixture modem = ModemFixture.listening("sim7080", true);
        modem.say("AT+CNACT=1,1");
        modem.time.advance(300);
        modem.say("AT+CASERVER=5,1,\"UDP\",4002,1");
        modem.taken();

        assertEquals("\r\nOK\r\n\r\n+CASTATE: 5,0\r\n\r\n+APP PDP: 1,DEACTIVE\r\n", modem.ask("AT+CNACT=1,0"));
        assertEquals("\r\n+CASTATE: 0,2\r\n" + OK, modem.ask("AT+CASTATE?"));
        modem.arrive(bytes("x"));
        assertEquals("\r\n+CAURC: \"recv\",0,1,127.64.0.1,6969\r\nx\r\n", modem.taken());
    }

    @Test
    void shouldComeBackByItselfWhenActivatedSo() {
        ModemFixture modem = ModemFixture.booted("sim7080");
        modem.time.advance(2000);
        modem.say("AT+CNACT=0,2");
        modem.time.advance(300);
        modem.taken();
        modem.modem.session().lose();
        assertEquals("\r\n+APP PDP: 0,DEACTIVE\r\n", modem.taken());

        modem.time.advance(1300);
        assertEquals("\r\n+APP PDP: 0,ACTIVE\r\n", modem.taken());

        modem.say("AT+CNACT=0,0");
        modem.taken();
        modem.time.advance(10_000);
        assertEquals("", modem.taken());
    }

    @Test
    void shouldKeepQuietAboutClassesThatAreOffAndInAutoBaud() {
        ModemFixture modem = ModemFixture.booted("sim7080");
        modem.say("AT+CURCCFG=\"SMS\",0");
        modem.taken();
        modem.say("AT+CREBOOT");
        modem.time.advance(700);
        assertEquals("\r\nOK\r\n\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n", modem.taken());

        modem.say("AT+IPR=0");
        modem.taken();
        modem.modem.start();
        modem.time.advance(700);

        assertEquals("\r\n+CPIN: READY\r\n", modem.taken());
    }

    @Test
    void shouldBeGoneAtOnceAfterAnUrgentPowerDown() {
        ModemFixture modem = ModemFixture.listening("sim7080", true);
        modem.say("AT+CPOWD=0");
        modem.time.advance(10);

        assertEquals("", modem.taken());
        assertEquals(dev.ipcommand.simulator.core.Modem.Power.OFF, modem.modem.power());
        assertEquals(1, modem.network.detaches);
    }

    @Test
    void shouldSendToItsPeerAndTakeEveryByte() {
        ModemFixture modem = ModemFixture.listening("sim7080", true);
        byte[] payload = new byte[1300];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 11);
        }
        modem.ask("AT+CASEND=0,1300");
        modem.send(payload);

        assertEquals(OK, modem.taken());
        assertEquals("127.64.0.1:6767", modem.udp.sent.get(0).to);
        assertArrayEquals(payload, modem.udp.sent.get(0).payload);
        assertEquals(Map.of(), modem.violations.counts());
    }
}

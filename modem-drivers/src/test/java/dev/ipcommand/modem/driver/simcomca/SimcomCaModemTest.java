package dev.ipcommand.modem.driver.simcomca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.VirtualChannel;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.Attachment.PortKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the driver says to a modem in a given state, and what it does not say. */
class SimcomCaModemTest implements VirtualChannel.Peer {
    private static final String OK = "\r\nOK\r\n";

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private final List<ModemEvent.Kind> events = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final VirtualChannel channel = new VirtualChannel(this, new SimcomCaDriver().dialect());
    private final Modem modem = new SimcomCaDriver()
            .attach(new Attachment(
                    channel, new ModemIdentity("SIMCOM_Ltd", "SIMCOM_SIM7080", "", ""), PortKind.UART, channel::now));

    @BeforeEach
    void shouldBeInStepWithAModemThatNeedsNothing() {
        answers.put("AT", OK);
        answers.put("AT+CMEE?", "\r\n+CMEE: 2\r\n" + OK);
        answers.put("AT+CURCCFG?", "\r\n+CURCCFG: \"SYS\",1\r\n\r\n+CURCCFG: \"TCPIP\",1\r\n" + OK);
        answers.put("AT+CSCLK?", "\r\n+CSCLK: 0\r\n" + OK);
        answers.put("AT+CMNB?", "\r\n+CMNB: 3\r\n" + OK);
        answers.put("AT+CGDCONT?", "\r\n+CGDCONT: 1,\"IP\",\"super\",\"\",0,0\r\n" + OK);
        answers.put("AT+CFUN?", "\r\n+CFUN: 1\r\n" + OK);
        answers.put("AT+CNCFG?", "\r\n+CNCFG: 0,1,\"super\",\"\",\"\",0\r\n" + OK);
        answers.put("AT+CNACT?", "\r\n+CNACT: 0,0,\"0.0.0.0\"\r\n" + OK);
        answers.put("AT+CASERVER=0,0,\"UDP\",6969,1", "\r\n+CASERVER: 0,0\r\n" + OK);
        modem.onEvent(event -> events.add(event.kind()));
        if (!channel.open()) {
            throw new AssertionError("deaf");
        }
        heard.clear();
    }

    @Override
    public void hear(byte[] bytes, VirtualChannel port) {
        line.append(new String(bytes, StandardCharsets.ISO_8859_1));
        if (line.charAt(line.length() - 1) == '\r') {
            String command = line.toString().strip();
            line.setLength(0);
            heard.add(command);
            port.say(answers.getOrDefault(command, "\r\nERROR\r\n"));
        }
    }

    private List<String> heardOf(String... names) {
        return heard.stream()
                .filter(command -> List.of(names).stream().anyMatch(name -> command.startsWith("AT" + name + "=")))
                .toList();
    }

    @Test
    void shouldWriteNothingThatTheModemMaySaveIfItIsRightAlready() throws Exception {
        modem.initialise(new DataSettings("super"));

        assertEquals(List.of(), heardOf("+CURCCFG", "+CSCLK", "+CMNB", "+CNMP", "+CGDCONT", "+CFUN"));
    }

    @Test
    void shouldTakeAwayWhatKeepsCommandsAway() throws Exception {
        answers.put("AT+CURCCFG?", "\r\n+CURCCFG: \"SMS\",0\r\n\r\n+CURCCFG: \"TCPIP\",0\r\n" + OK);
        answers.put("AT+CSCLK?", "\r\n+CSCLK: 1\r\n" + OK);
        answers.put("AT+CMNB?", "\r\n+CMNB: 2\r\n" + OK);

        modem.initialise(new DataSettings("super"));

        assertEquals(
                List.of("AT+CURCCFG=\"TCPIP\",1", "AT+CSCLK=0", "AT+CMNB=1"),
                heardOf("+CURCCFG", "+CSCLK", "+CMNB", "+CNMP"));
        assertEquals(List.of("AT+CPSMS=0", "AT+CEDRXS=0"), heardOf("+CPSMS", "+CEDRXS"));
    }

    /** CFUN=0 would cut the SIM off. */
    @Test
    void shouldWriteAnotherNameWithTheRadioOff() throws Exception {
        answers.put("AT+CGDCONT?", "\r\n+CGDCONT: 1,\"IP\",\"other\",\"\",0,0\r\n" + OK);
        answers.put("AT+CGDCONT=1,\"IP\",\"super\"", OK);
        answers.put("AT+CFUN=4", OK);
        answers.put("AT+CFUN=1", OK);

        modem.initialise(new DataSettings("super"));

        assertEquals(List.of("AT+CFUN=4", "AT+CGDCONT=1,\"IP\",\"super\"", "AT+CFUN=1"), heardOf("+CGDCONT", "+CFUN"));
    }

    @Test
    void shouldNameTheSocketsContextOnlyIfItsNameDiffers() throws Exception {
        modem.initialise(new DataSettings("super"));
        heard.clear();

        assertThrows(ModemException.class, modem::activate);

        assertEquals(List.of("AT+CNACT?", "AT+CNCFG?", "AT+CNACT=0,1", "AT+CNACT?"), heard);

        answers.put("AT+CNCFG?", "\r\n+CNCFG: 0,0,\"super\",\"\",\"\",0\r\n" + OK);
        heard.clear();

        assertThrows(ModemException.class, modem::activate);

        assertEquals(List.of("AT+CNCFG=0,1,\"super\""), heardOf("+CNCFG"));
    }

    @Test
    void shouldLeaveAContextThatIsUpAlone() throws Exception {
        answers.put("AT+CNACT?", "\r\n+CNACT: 0,1,\"100.72.14.9\"\r\n" + OK);

        assertEquals("100.72.14.9", modem.activate().getHostAddress());
        assertEquals(List.of("AT+CNACT?"), heard);
    }

    @Test
    void shouldNotTakeDownAContextThatIsDown() throws Exception {
        modem.deactivate();

        assertEquals(List.of("AT+CNACT?"), heard);
    }

    /** On LTE cid 1 always has an address, also when the sockets' context is gone. */
    @Test
    void shouldCountTheHostsContextOnlyWhileItHasNoSocket() throws Exception {
        answers.put("AT+CGPADDR=1", "\r\n+CGPADDR: 1,100.72.14.9\r\n" + OK);
        assertEquals("100.72.14.9", modem.readAddress().orElseThrow().getHostAddress());

        UdpEndpoint endpoint = modem.openUdp(6969, (payload, source) -> {});

        assertEquals(Optional.empty(), modem.readAddress());
        endpoint.close();
        assertEquals("100.72.14.9", modem.readAddress().orElseThrow().getHostAddress());
    }

    @Test
    void shouldTellTheLossOfItsOwnSocketAndContextOnly() throws Exception {
        UdpEndpoint endpoint = modem.openUdp(6969, (payload, source) -> {});
        channel.say("\r\n+CASTATE: 1,0\r\n\r\n+CASTATE: 0,2\r\n\r\n+APP PDP: 1,DEACTIVE\r\n\r\n+APP PDP: 0,ACTIVE\r\n");
        channel.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), events);

        channel.say("\r\n+CASTATE: 0,0\r\n\r\n+PDP: DEACT\r\n\r\nOVER-VOLTAGE POWER DOWN\r\n");
        channel.advance(Duration.ofSeconds(1));

        assertEquals(
                List.of(ModemEvent.Kind.ENDPOINT_LOST, ModemEvent.Kind.CONTEXT_LOST, ModemEvent.Kind.POWERED_DOWN),
                events);
        assertFalse(endpoint.verify());
    }

    @Test
    void shouldRestartByTheGenericCommandIfItsOwnIsRefused() throws Exception {
        answers.put("AT+CFUN=1,1", OK);

        modem.reboot();

        assertEquals(List.of("AT+CREBOOT", "AT+CFUN=1,1"), heard);
    }

    @Test
    void shouldTakeThePowerDownLineForTheAnswer() throws Exception {
        answers.put("AT+CPOWD=1", "\r\nNORMAL POWER DOWN\r\n");

        modem.powerOff();

        assertEquals(List.of("AT+CPOWD=1"), heard);
        assertEquals(0, modem.consecutiveTimeouts());
    }
}

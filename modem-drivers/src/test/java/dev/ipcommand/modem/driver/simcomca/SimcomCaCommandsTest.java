package dev.ipcommand.modem.driver.simcomca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.AtResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each answer in every form that a firmware may plausibly give it, cut at every byte. */
class SimcomCaCommandsTest {
    private static final SimcomCaCommands COMMANDS = new SimcomCaCommands(SimcomCaDriver.PROFILE);

    /** The answer's value, which must not depend on where the stream is cut. */
    private static <R> R ask(AtCommand<R> command, String answer) throws ModemException {
        R whole = AnsweringModem.ask(command, answer, answer.length());
        for (int cut = 0; cut < answer.length(); cut++) {
            assertEquals(String.valueOf(whole), String.valueOf(AnsweringModem.ask(command, answer, cut)), "cut " + cut);
        }
        return whole;
    }

    private static String lines(String... lines) {
        return Stream.of(lines).map(line -> "\r\n" + line + "\r\n").reduce("", String::concat);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CNACT: 0,1,\"100.72.14.9\"                          | AppContext[up=true, address=Optional[/100.72.14.9]]",
                "+CNACT: 0,1,100.72.14.9                              | AppContext[up=true, address=Optional[/100.72.14.9]]",
                "+CNACT:0,1,\"100.72.14.9\"                           | AppContext[up=true, address=Optional[/100.72.14.9]]",
                "+CNACT: 0,1,\"0.0.0.0\"                              | AppContext[up=true, address=Optional.empty]",
                "+CNACT: 0,1                                          | AppContext[up=true, address=Optional.empty]",
                "+CNACT: 0,2,\"100.72.14.9\"                          | AppContext[up=true, address=Optional.empty]",
                "+CNACT: 0,0,\"100.72.14.9\"                          | AppContext[up=false, address=Optional.empty]",
                "+CNACT: 1,1,\"10.0.0.1\"                             | AppContext[up=false, address=Optional.empty]",
                "+CNACT: 1,1,\"10.0.0.1\";+CNACT: 0,1,\"100.72.14.9\" | AppContext[up=true, address=Optional[/100.72.14.9]]",
                "OK                                                   | AppContext[up=false, address=Optional.empty]"
            })
    void shouldReadTheApplicationsContext(String answer, String expected) throws ModemException {
        assertEquals(
                expected,
                ask(COMMANDS.readContext(), lines((answer + ";OK").split(";"))).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "+APP PDP: 0,ACTIVE   | true",
                "+APP PDP:0,ACTIVE    | true",
                "+APP PDP: ACTIVE     | true",
                "+APP PDP: 0,DEACTIVE | false",
                "+APP PDP: DEACTIVE   | false",
                "+PDP: DEACT          | false",
                "+APP PDP: 1,DEACTIVE | -",
                "+APP PDP: 1,ACTIVE   | -",
                "+APP PDP: 0,BUSY     | -",
                "+APP PDP: 0          | -",
                "+PDP: 0              | -",
                "+CNACT: 0,1          | -"
            })
    void shouldKnowWhatALineSaysOfItsContext(String line, @org.jspecify.annotations.Nullable Boolean up) {
        assertEquals(Optional.ofNullable(up), SimcomCaCommands.contextTold(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OK;+APP PDP: 0,ACTIVE                      | true",
                "+APP PDP: 0,ACTIVE;OK                      | true",
                "OK;+APP PDP: 1,DEACTIVE;+APP PDP: 0,ACTIVE | true",
                "OK;+APP PDP: 0,DEACTIVE                    | false"
            })
    void shouldTakeTheContextsLineBeforeOrAfterOk(String answer, boolean up) throws ModemException {
        assertEquals(up, ask(COMMANDS.activate(), lines(answer.split(";"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CASERVER: 0,0;OK                 | 0",
                "+CASERVER:0,0;OK                  | 0",
                "OK;+CASERVER: 0,0                 | 0",
                "OK;+CASERVER: 1,0;+CASERVER: 0,12 | 12",
                "+CASERVER: 0,12;OK                | 12"
            })
    void shouldTakeTheSocketsResultBeforeOrAfterOk(String answer, int result) throws ModemException {
        assertEquals(result, ask(COMMANDS.openPushing(0, 6969), lines(answer.split(";"))));
    }

    @Test
    void shouldKeepTheResultOfARefusedSocketAsTheReason() {
        AtException.Refused refused = assertThrows(
                AtException.Refused.class, () -> ask(COMMANDS.openPushing(0, 6969), lines("+CASERVER: 0,21", "ERROR")));

        assertEquals(Optional.of("+CASERVER: 0,21"), refused.response().delayedLine());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CASTATE: 0,2;OK                | true",
                "+CASTATE: 0,1;OK                | true",
                "+CASTATE:0,2;OK                 | true",
                "+CASTATE: 1,0;+CASTATE: 0,2;OK  | true",
                "+CASTATE: 0,0;OK                | false",
                "+CASTATE: 1,2;OK                | false",
                "+CASTATE: 0,2;+CASTATE: 0,0;OK  | false",
                "OK                              | false"
            })
    void shouldKnowWhetherTheSocketIsOpen(String answer, boolean open) throws ModemException {
        assertEquals(open, ask(COMMANDS.isOpen(0), lines(answer.split(";"))));
    }

    static Stream<Arguments> reads() {
        String payload = "\r\nOK\r\n+CARECV: 9,\"\u0000\u001a\u00ff,";
        int length = payload.length();
        String end = "\r\n\r\nOK\r\n";
        return Stream.of(
                Arguments.of("\r\n+CARECV: 100.64.0.1,6767," + length + "," + payload + end, payload),
                Arguments.of("\r\n+CARECV: \"100.64.0.1\",6767," + length + "," + payload + end, payload),
                Arguments.of("\r\n+CARECV: \"100.64.0.1\",\"6767\"," + length + "," + payload + end, payload),
                Arguments.of("\r\n+CARECV:100.64.0.1,6767," + length + "," + payload + "\r\nOK\r\n", payload),
                Arguments.of("\r\n+CARECV: " + length + "," + payload + end, payload),
                Arguments.of("\r\n+CARECV: " + length + "," + payload + "\r\nOK\r\n", payload),
                Arguments.of("\r\n+CASTATE: 3,0\r\n\r\n+CARECV: 1,x\r\n\r\n+CADATAIND: 0\r\n\r\nOK\r\n", "x"),
                Arguments.of("\r\n+CARECV: 0\r\n\r\nOK\r\n", ""),
                Arguments.of("\r\n+CARECV: 0,\r\n\r\nOK\r\n", ""),
                Arguments.of("\r\nOK\r\n", ""));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void shouldReadADatagramByItsCount(String answer, String expected) throws ModemException {
        for (int cut = 0; cut <= answer.length(); cut++) {
            byte[] data = AnsweringModem.ask(COMMANDS.read(0), answer, cut)
                    .map(AtResponse.Line::data)
                    .orElse(new byte[0]);

            assertEquals(expected, new String(data, StandardCharsets.ISO_8859_1), "cut " + cut);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "LTE CAT-M1,Online,310-410,0x2F01,169552957,309,EUTRAN-BAND4,2300,5,5,-12,-98,-70,14   | -98",
                "LTE NB-IOT,Online,310-410,0x2F01,169552957,309,EUTRAN-BAND4,2300,0,0,-12,-110,-99,14  | -110",
                "LTE CAT-M1,Online,310-410,0x2F01,169552957,309,EUTRAN-BAND4,2300,5,5,-94,-850,-545,15 | -85",
                "LTE CAT-M1,Online,310-410,0x2F01,169552957,309,EUTRAN-BAND4,2300,5,5,0,0,0,0          | -",
                "GSM,Online,460-00,0x182d,12401,27 EGSM 900,-64,2110,42-42,30,10,-98                   | -",
                "NO SERVICE,Online                                                                     | -"
            })
    void shouldReadTheReferencePower(String answer, @org.jspecify.annotations.Nullable Integer dbm)
            throws ModemException {
        String told = ask(SimcomCaCommands.readRsrp(), lines("+CPSI: " + answer, "OK"))
                .toString();

        assertEquals(dbm == null ? "OptionalInt.empty" : "OptionalInt[" + dbm + "]", told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CNCFG: 0,1,\"super\",\"\",\"\",0                        | true",
                "+CNCFG: 0,1,super                                        | true",
                "+CNCFG: 1,1,\"x\",\"\",\"\",0;+CNCFG: 0,1,\"SUPER\"      | true",
                "+CNCFG: 0,0,\"super\",\"\",\"\",0                        | false",
                "+CNCFG: 0,1,\"other\",\"\",\"\",0                        | false",
                "+CNCFG: 1,1,\"super\",\"\",\"\",0                        | false"
            })
    void shouldCompareTheContextsName(String answer, boolean same) throws ModemException {
        assertEquals(same, ask(COMMANDS.hasContext("super"), lines((answer + ";OK").split(";"))));
    }

    @Test
    void shouldFindTheUrcClassesThatAreOff() throws ModemException {
        String answer = lines("+CURCCFG: \"SYS\",1", "+CURCCFG: \"SMS\",0", "+CURCCFG: TCPIP,0", "+CURCCFG: odd", "OK");

        assertEquals(
                "[SMS, TCPIP]", ask(SimcomCaCommands.readSilentUrcs(), answer).toString());
    }

    @Test
    void shouldNameTheDestinationWithAndWithoutQuotes() throws Exception {
        InetSocketAddress to = new InetSocketAddress(InetAddress.getByAddress(new byte[] {100, 64, 0, 1}), 6969);

        assertEquals(
                "AT+CACFG=\"REMOTEADDR\",0,100.64.0.1,6969",
                COMMANDS.setDestination(0, to, false).line());
        assertEquals(
                "AT+CACFG=\"REMOTEADDR\",1,\"100.64.0.1\",6969",
                COMMANDS.setDestination(1, to, true).line());
    }
}

package dev.ipcommand.modem.driver.simcomca;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.modem.ModemIdentity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimcomCaDriverTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIMCOM_Ltd            | SIMCOM_SIM7080  | true",
                "SIMCOM INCORPORATED   | SIMCOM_SIM7070G | true",
                "SIMCOM_Ltd            | SIM7090G        | true",
                "simcom_ltd            | simcom_sim7080g | true",
                "SIM7080 R1951         | ''              | true",
                "SIMCOM_Ltd            | SIMCOM_SIM7000G | false",
                "SIMCOM INCORPORATED   | SIMCOM_SIM7600E | false",
                "SIMCOM INCORPORATED   | SIMCOM_SIM7670G | false",
                "INCORPORATED          | A7670E-FASE     | false",
                "Quectel               | BG96            | false"
            })
    void shouldSpeakToItsFamilyOnly(String manufacturer, String model, boolean speaks) {
        assertEquals(speaks, new SimcomCaDriver().speaks(new ModemIdentity(manufacturer, model, "", "")));
    }

    static Stream<Arguments> pushes() {
        String payload = "\r\nOK\r\n+CAURC: \"recv\",0,2\r\n\u0000\u001a\u00ff>";
        int length = payload.length();
        return Stream.of(
                Arguments.of("\"recv\",0," + length + ",100.64.0.1,6767", payload),
                Arguments.of("\"recv\",0," + length + ",\"100.64.0.1\",6767", payload),
                Arguments.of("\"recv\",0," + length + ",\"100.64.0.1\",\"6767\"", payload),
                Arguments.of("recv,0," + length + ",100.64.0.1,6767", payload),
                Arguments.of("\"recv\",0," + length, payload),
                Arguments.of("\"recv\", 0, " + length, payload));
    }

    @ParameterizedTest
    @MethodSource("pushes")
    void shouldTakePushedDataByTheirCountWhereverTheStreamIsCut(String header, String payload) {
        for (String between : List.of("\r\n", "\n")) {
            for (String after : List.of("", "\r\n", "\r\n\r\n")) {
                String stream = "\r\n+CAURC: " + header + between + payload + after + "+CADATAIND: 0\r\n";
                List<String> expected = List.of("+CAURC: " + header + "|" + payload, "+CADATAIND: 0");
                for (int cut = 0; cut <= stream.length(); cut++) {
                    assertEquals(expected, AnsweringModem.hear(stream, cut), "cut " + cut);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CAURC: \"buffer full\"",
                "+CAURC: \"buffer full\",0,5",
                "+CAURC: \"recv\",0",
                "+CAURC: \"recv\",0,",
                "+CAURC: \"recv\",0,-5",
                "+CAURC: \"recv\",0,0",
                "+CAURC: \"recv\",0,99999",
                "+CARECV: 100.64.0.1,6767",
                "+CARECV: x,",
                "+CARECV: 1460",
                "+CANEW: 0,1,100.64.0.1,6767",
                "+CASTATE: 0,0"
            })
    void shouldTakeALineThatAnnouncesNoDataAsALine(String line) {
        assertEquals(
                List.of(line, "+CADATAIND: 0"),
                AnsweringModem.hear("\r\n" + line + "\r\n+CADATAIND: 0\r\n", line.length()));
    }
}

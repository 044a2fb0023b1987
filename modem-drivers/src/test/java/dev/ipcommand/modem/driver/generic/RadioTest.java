package dev.ipcommand.modem.driver.generic;

import static dev.ipcommand.modem.driver.generic.ToldModem.BUSY;
import static dev.ipcommand.modem.driver.generic.ToldModem.OK;
import static dev.ipcommand.modem.driver.generic.ToldModem.SILENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.driver.quectel.QuectelDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RadioTest {
    private static final String OFF = "AT+CFUN=4";
    private static final String ON = "AT+CFUN=1";
    private static final String READ = "AT+CRSM=176,28539,0,0,12";
    private static final String LENGTH = "AT+CRSM=192,28539,0,0,15";
    private static final String CLEAR = "AT+CRSM=214,28539,0,0,12,\"FFFFFFFFFFFFFFFFFFFFFFFF\"";
    private static final String SEARCH = "AT+COPS=0";
    private static final String NAMES_ONE = "\r\n+CRSM: 144,0,\"62F210FFFFFFFFFFFFFFFFFF\"\r\n" + OK;

    private final ToldModem peer = ToldModem.generic();

    @BeforeEach
    void shouldTakeEverything() {
        peer.answers(OFF, OK)
                .answers(ON, OK)
                .answers(SEARCH, OK)
                .answers(READ, NAMES_ONE)
                .answers(CLEAR, "\r\n+CRSM: 144,0,\"\"\r\n" + OK);
    }

    private boolean cycle() throws Exception {
        return peer.modem().cycleRadio(true);
    }

    @Test
    void shouldClearAListThatNamesANetworkBetweenOffAndOn() throws Exception {
        assertTrue(cycle());
        assertEquals(List.of(OFF, READ, LENGTH, CLEAR, ON, SEARCH), peer.heard());
    }

    @Test
    void shouldReadButNotWriteIfItMayNot() throws Exception {
        assertFalse(peer.modem().cycleRadio(false));
        assertEquals(List.of(OFF, READ, LENGTH, ON, SEARCH), peer.heard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CRSM: 144,0,\"FFFFFFFFFFFFFFFFFFFFFFFF\"",
                "+CRSM: 144,0,ffffffffffffffffffffffff",
                "+CRSM:144,0,\"FFFFFFFFFFFFFFFFFFFFFFFF\"",
                "+CRSM: 144,0,\"\"",
                "+CRSM: 144,0",
                "+CRSM: 144,0,\"62F2\\\"\"",
                "+CRSM: 106,130",
                "+CRSM: 148,4,\"62F210FFFFFFFFFFFFFFFFFF\"",
                "+CRSM: junk",
                "+CSQ: 17,99"
            })
    void shouldNotWriteWhatIsEmptyOrCannotBeRead(String line) throws Exception {
        peer.answers(READ, "\r\n" + line + "\r\n" + OK);

        assertFalse(cycle());
        assertEquals(0, peer.heard().stream().filter(CLEAR::equals).count());
        assertEquals(
                List.of(ON, SEARCH),
                peer.heard().subList(peer.heard().size() - 2, peer.heard().size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CRSM: 144,0,\"62F210FFFFFFFFFFFFFFFFFF\"",
                "+CRSM: 144,0,62f210ffffffffffffffffff",
                "+CRSM: 144, 0, \"62F210FFFFFFFFFFFFFFFFFF\"",
                "+CRSM: 145,23,\"FFFFFF62F210FFFFFFFFFFFF\"",
                "+CRSM:144,0,\"FFFFFFFFFFFFFFFFFF62F210\""
            })
    void shouldReadTheListInEveryPlausibleForm(String line) throws Exception {
        peer.answers(READ, "\r\n" + line + "\r\n" + OK);

        assertTrue(cycle());
        assertTrue(peer.heard().contains(CLEAR));
    }

    /** The length in a UICC's template, in a SIM's header, or told by the refusal to read 12 bytes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CRSM: 144,0,\"621C82024121830 26F7B8A01058B036F0602800200 1E8800\" | ''",
                "+CRSM: 144,0,\"62158202412183026F7B8A01058B036F06028002001E8800\" | ''",
                "+CRSM: 144,0,\"0000001E6F7B04001100440102000\" | ''",
                "+CRSM: 144,0,\"0000001E6F7B040011004401020000\" | ''",
                "ERROR | +CRSM: 108,30"
            })
    void shouldReadAndClearALongerFileWhole(String length, String firstRead) throws Exception {
        String read30 = "AT+CRSM=176,28539,0,0,30";
        String clear30 = "AT+CRSM=214,28539,0,0,30,\"" + "FF".repeat(30) + "\"";
        boolean readable = !length.contains(" 26F7B") && !length.endsWith("102000\"");
        peer.answers(LENGTH, "\r\n" + length + "\r\n" + OK)
                .answers(
                        READ,
                        "\r\n" + (firstRead.isEmpty() ? "+CRSM: 144,0,\"" + "FF".repeat(12) + "\"" : firstRead) + "\r\n"
                                + OK)
                .answers(read30, "\r\n+CRSM: 144,0,\"" + "FF".repeat(27) + "62F210\"\r\n" + OK)
                .answers(clear30, "\r\n+CRSM: 144,0\r\n" + OK);

        assertEquals(readable, cycle());
        assertEquals(readable, peer.heard().contains(clear30));
        assertFalse(peer.heard().contains(CLEAR));
    }

    /** What became of the writing decides when the next one may be: not knowing counts as written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CRSM: 144,0,\"\";OK  | true",
                "+CRSM: 144,0;OK       | true",
                "+CRSM: 145,23;OK      | true",
                "+CRSM: 101,129;OK     | true",
                "+CRSM: 105,130;OK     | false",
                "+CRSM: 106,130;OK     | false",
                "OK                    | true",
                "+CRSM: what;OK        | true",
                "ERROR                 | false",
                "+CME ERROR: 14        | false",
                "+CME ERROR: SIM busy  | false",
                "''                    | true"
            })
    void shouldTellWhetherTheCardMayHaveBeenWritten(String answer, boolean written) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String line : answer.split(";", -1)) {
            text.append(line.isEmpty() ? "" : "\r\n" + line + "\r\n");
        }
        peer.answers(CLEAR, text.toString());

        boolean told;
        try {
            told = cycle();
        } catch (ModemException e) {
            throw new AssertionError("what was written must be told, not thrown", e);
        }
        assertEquals(written, told);
        assertEquals(1, peer.heard().stream().filter(CLEAR::equals).count());
        assertTrue(peer.heard().contains(ON));
    }

    @Test
    void shouldTellAWritingThoughTheRadioThenRefusesToComeOn() throws Exception {
        peer.answers(ON, "\r\nERROR\r\n").answers("AT+CFUN?", "\r\n+CFUN: 4\r\n" + OK);

        assertTrue(cycle());
    }

    @Test
    void shouldWaitForACardThatIsBusy() throws Exception {
        peer.answers(READ, BUSY, BUSY, NAMES_ONE).answers(SEARCH, "\r\n+CME ERROR: SIM busy\r\n", OK);

        assertTrue(cycle());
        assertEquals(List.of(OFF, READ, READ, READ, LENGTH, CLEAR, ON, SEARCH, SEARCH), peer.heard());
    }

    /** Whatever goes wrong on the way. */
    @ParameterizedTest
    @ValueSource(strings = {OFF, READ, LENGTH, CLEAR})
    void shouldLeaveTheRadioOnIfACommandIsNotAnswered(String command) throws Exception {
        peer.answers(command, SILENCE);
        if (command.equals(OFF)) {
            ModemException silent = assertThrows(ModemException.class, this::cycle);
            assertEquals(ModemException.Kind.TIMEOUT, silent.kind());
            assertEquals(List.of(OFF, ON), peer.heard());
        } else {
            // An unanswered length is taken for the usual one; an unanswered writing may have written.
            assertEquals(!command.equals(READ), cycle());
            assertEquals(
                    List.of(ON, SEARCH),
                    peer.heard().subList(peer.heard().size() - 2, peer.heard().size()));
        }
    }

    @Test
    void shouldLeaveTheCardAloneIfTheRadioStaysOn() {
        peer.answers(OFF, "\r\n+CME ERROR: 3\r\n");

        ModemException refused = assertThrows(ModemException.class, this::cycle);

        assertEquals(ModemException.Kind.REFUSED, refused.kind());
        assertEquals(List.of(OFF, ON), peer.heard());
    }

    @Test
    void shouldInsistOnTheRadioComingOn() throws Exception {
        peer.answers(ON, "\r\n+CME ERROR: 3\r\n", "\r\n+CME ERROR: 3\r\n", OK)
                .answers("AT+CFUN?", "\r\n+CFUN: 4\r\n" + OK);

        cycle();

        assertEquals(3, peer.heard().stream().filter(ON::equals).count());
    }

    @Test
    void shouldTryOnceMoreIfTheAnswerToOnIsLost() throws Exception {
        peer.answers(ON, SILENCE, OK);

        assertTrue(cycle());
        assertEquals(2, peer.heard().stream().filter(ON::equals).count());
    }

    @Test
    void shouldNotTakeTheWordsOfItsOwnCycleForABoot() throws Exception {
        List<ModemEvent.Kind> events = new ArrayList<>();
        peer.modem().onEvent(event -> events.add(event.kind()));
        peer.channel().advance(Duration.ofMinutes(5));
        peer.answers(ON, OK + "\r\n+CFUN: 1\r\n\r\nAPP RDY\r\n");

        cycle();
        peer.channel().advance(Duration.ofSeconds(5));

        assertEquals(List.of(), events);
    }

    // ---- searching

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+COPS: 0                  | true",
                "+COPS: 0,2,\"310410\",7   | true",
                "+COPS: 1,2,\"310410\"     | false",
                "+COPS: 2                  | false",
                "ERROR                     | false"
            })
    void shouldTakeARefusalForASearchIfTheModemChoosesByItself(String choice, boolean searches) throws Exception {
        peer.answers(SEARCH, "\r\n+CME ERROR: 30\r\n").answers("AT+COPS?", "\r\n" + choice + "\r\n" + OK);
        if (searches) {
            peer.modem().searchAgain();
        } else {
            ModemException refused =
                    assertThrows(ModemException.class, () -> peer.modem().searchAgain());
            assertEquals(ModemException.Kind.REFUSED, refused.kind());
        }
    }

    @Test
    void shouldWaitForASearchAsLongAsTheSlowestFamilyTakes() throws Exception {
        peer.answers(SEARCH, SILENCE);
        peer.channel().later(Duration.ofSeconds(179), () -> peer.channel().say(OK));

        peer.modem().searchAgain();

        assertEquals(List.of(SEARCH), peer.heard());
    }

    @Test
    void shouldSearchWithQuectelsFormFirst() throws Exception {
        ToldModem quectel = new ToldModem(new QuectelDriver(), "Quectel", "BG96").answers(SEARCH, OK);

        quectel.modem().searchAgain();

        assertEquals(List.of("AT+COPS=0,2", SEARCH), quectel.heard());
    }
}

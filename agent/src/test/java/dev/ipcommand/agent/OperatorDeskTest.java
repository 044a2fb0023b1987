package dev.ipcommand.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.control.ModemDesk.AtAnswer;
import dev.ipcommand.agent.control.ModemDesk.Piece;
import dev.ipcommand.agent.control.ModemDesk.Result;
import dev.ipcommand.agent.control.ModemReport;
import dev.ipcommand.agent.link.ModemView;
import dev.ipcommand.agent.session.Phase;
import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.SessionStatus;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemException.Kind;
import dev.ipcommand.modem.TypedAnswer;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.trace.TrafficRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OperatorDeskTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AskedModem asked = new AskedModem();
    private final List<SessionEvent> posted = new ArrayList<>();
    private final TrafficRecorder recorder = new TrafficRecorder(List.of(), () -> 0);
    private final OperatorDesk desk = new OperatorDesk(new FakeSession(), recorder, true);
    private @Nullable Modem open = asked;

    private final class FakeSession implements OperatorDesk.Session {
        @Override
        public @Nullable Modem modem() {
            return open;
        }

        @Override
        public String port() {
            return "/dev/ttyUSB2";
        }

        @Override
        public ModemView view() {
            return ModemView.NONE;
        }

        @Override
        public String path() {
            return "embedded";
        }

        @Override
        public SessionStatus status() {
            return new SessionStatus(
                    Phase.BACKING_OFF, NOON, "nobody answers", 2, Phase.ABSENT, true, Optional.empty());
        }

        @Override
        public Optional<Instant> nextTry() {
            return Optional.of(NOON.plusSeconds(5));
        }

        @Override
        public void post(SessionEvent event) {
            posted.add(event);
        }
    }

    // ---- at

    @Test
    void shouldPassALineAndGiveItsAnswerAsItIs() throws Exception {
        AtAnswer answer = desk.at("AT+CSQ", false, PATIENCE);

        assertEquals(new AtAnswer(Result.OK, List.of("+CSQ: 22,99"), "OK", ""), answer);
        assertEquals(List.of("AT+CSQ within 10 s"), asked.passed);
    }

    @Test
    void shouldGiveAnErrorsTextToo() throws Exception {
        asked.answer = new TypedAnswer(List.of("+CSQ: 22,99"), "+CME ERROR: SIM busy", false);

        AtAnswer answer = desk.at("AT+CSQ", false, PATIENCE);

        assertEquals(new AtAnswer(Result.ERROR, List.of("+CSQ: 22,99"), "+CME ERROR: SIM busy", ""), answer);
    }

    @Test
    void shouldNotLetALineNearTheModemThatBreaksTheSession() throws Exception {
        AtAnswer answer = desk.at("AT+CFUN=1,1", false, PATIENCE);

        assertEquals(Result.REFUSED, answer.result());
        assertEquals(List.of(), asked.passed);
    }

    @Test
    void shouldSayThatAPayloadIsInFlight() throws Exception {
        asked.failing = new AtException.Busy("a payload is in flight", true);

        AtAnswer answer = desk.at("AT+CSQ", false, PATIENCE);

        assertEquals(Result.BUSY, answer.result());
        assertTrue(answer.message().startsWith("refused: a payload is in flight"), answer.message());
    }

    @Test
    void shouldSayWhatTheSessionDoesWhileTheLineIsBusy() throws Exception {
        asked.failing = new AtException.Busy("AT+QIACT has been waiting for its answer for 12 s", false);

        AtAnswer answer = desk.at("AT+CSQ", false, PATIENCE);

        assertEquals(
                AtAnswer.without(
                        Result.BUSY,
                        "busy: BACKING_OFF since 2026-01-02T12:00:00Z; AT+QIACT has been waiting for its answer for"
                                + " 12 s; nothing was sent"),
                answer);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, TIMEOUT",
        "PORT_GONE, NO_MODEM",
        "PORT_MISSING, NO_MODEM",
        "PORT_BUSY, NO_MODEM",
        "CLOSED, NO_MODEM",
        "GARBLED, ERROR",
        "REFUSED, ERROR",
        "UNSUPPORTED, ERROR",
    })
    void shouldTellFailuresApart(Kind kind, Result expected) throws Exception {
        asked.failing = new ModemException(kind, "so it is");

        assertEquals(AtAnswer.without(expected, "so it is"), desk.at("AT+CSQ", false, PATIENCE));
    }

    @Test
    void shouldSayWhyThereIsNoModemAndWhenItTriesNext() throws Exception {
        open = null;

        AtAnswer answer = desk.at("AT+CSQ", false, PATIENCE);

        assertEquals(Result.NO_MODEM, answer.result());
        assertEquals(
                "the modem is not open: the session is BACKING_OFF since 2026-01-02T12:00:00Z, because nobody answers; it"
                        + " waits for " + Phase.BACKING_OFF.waitsFor() + "; tries next 2026-01-02T12:00:05Z",
                answer.message());
    }

    @Test
    void shouldSayThatThisAgentHasNoModem() throws Exception {
        open = null;
        OperatorDesk without = new OperatorDesk(new FakeSession(), recorder, false);

        assertEquals(
                AtAnswer.without(Result.NO_MODEM, "this agent has no modem: modem.port is \"none\""),
                without.at("AT+CSQ", false, PATIENCE));
        assertFalse(without.startRecording(false).isEmpty());
    }

    // ---- modem

    @Test
    void shouldReportWhoTheModemIsAndWhatItSays() throws Exception {
        ModemReport report = desk.modem();

        assertEquals(
                new ModemReport.Identity("Maker", "M1", "R1", "861107031234561", "fake", "m1", "/dev/ttyUSB2"),
                report.identity());
        assertEquals("ROAMING", report.network().registration());
        assertEquals(
                new ModemReport.Link("127.0.0.1", "embedded", "BACKING_OFF since 2026-01-02T12:00:00Z"), report.link());
        assertEquals(1, report.channel().consecutiveTimeouts());
        assertFalse(report.toString().contains("861107031234561"));
    }

    @Test
    void shouldReportWithoutAModemToo() throws Exception {
        open = null;

        ModemReport report = desk.modem();

        assertEquals("", report.identity().model());
        assertFalse(report.reading().fresh());
        assertTrue(
                report.reading().why().startsWith("the modem is not open"),
                report.reading().why());
    }

    // ---- modem record

    @Test
    void shouldHeadARecordingOfARunningSessionWithWhoItIs() {
        assertEquals("", desk.startRecording(false));

        assertEquals(
                List.of(
                        "= recorded-driver fake",
                        "= recorded-manufacturer Maker",
                        "= recorded-model M1",
                        "= recorded-revision R1"),
                desk.stopRecording().lines());
        assertEquals(List.of(), posted);
    }

    @Test
    void shouldAskTheSessionToOpenTheModemAnew() {
        assertEquals("", desk.startRecording(true));

        assertEquals(
                List.of(Trigger.REOPEN_ASKED),
                posted.stream().map(SessionEvent::trigger).toList());
        assertEquals(List.of(), desk.stopRecording().lines());
    }

    @Test
    void shouldNotRecordForTwoAtOnceNorDisturbTheSessionForTheSecond() {
        assertEquals("", desk.startRecording(false));

        assertEquals("somebody records already", desk.startRecording(true));
        assertEquals(List.of(), posted);
    }

    @Test
    void shouldHandOutALongRecordingInPieces() {
        assertEquals("", desk.startRecording(false));
        for (int i = 0; i < 1000; i++) {
            String line = "@ at AT" + "+".repeat(90) + i;
            recorder.note(() -> line);
        }

        List<String> lines = new ArrayList<>();
        int pieces = 0;
        for (Piece piece = desk.stopRecording(); !piece.lines().isEmpty(); piece = desk.stopRecording()) {
            assertTrue(piece.lines().stream().mapToInt(String::length).sum() <= 17 * 1024, "too long for an answer");
            lines.addAll(piece.lines());
            pieces++;
        }

        assertEquals(1004, lines.size());
        assertTrue(pieces >= 6, pieces + " pieces");
    }
}

package dev.ipcommand.modem.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.at.FinalResultCode.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One row of the transition table, or one fault of the field, at a time. */
class AtEngineTest {
    private static final BlockRule PUSH = line -> line.equals("+PUSH: 6") ? 6 : BlockRule.NONE;
    private static final AtDialect DIALECT = new AtDialect(
            List.of(PUSH),
            List.of(
                    UrcType.starting("+URC:"),
                    UrcType.starting("+OPEN:"),
                    UrcType.starting("+CREG:"),
                    UrcType.boot("RDY")),
            Duration.ZERO);

    private ScriptedPeer peer = new ScriptedPeer();
    private VirtualChannel channel = new VirtualChannel(peer, DIALECT);

    @BeforeEach
    void open() {
        peer = new ScriptedPeer();
        channel = new VirtualChannel(peer, DIALECT);
        assertTrue(channel.open());
        peer.heard().clear();
    }

    private static AtCommand<AtResponse> read() {
        return AtCommand.line("AT+CSQ")
                .claims(Claim.prefixes("+CSQ:"))
                .deadline(Duration.ofSeconds(5))
                .build();
    }

    private static AtCommand<AtResponse> simple(String line) {
        return AtCommand.line(line).deadline(Duration.ofSeconds(5)).build();
    }

    private static AtCommand<AtResponse> open3() {
        return AtCommand.line("AT+OPEN=3")
                .deadline(Duration.ofSeconds(60))
                .delayedResult(line -> line.startsWith("+OPEN: 3,"))
                .build();
    }

    private static AtCommand<AtResponse> send(String payload) {
        return AtCommand.line("AT+SEND=" + payload.length())
                .payload(new Payload(
                        payload.getBytes(StandardCharsets.ISO_8859_1),
                        '>',
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        false))
                .endsWith(Kind.SEND_OK, Kind.SEND_FAIL, Kind.ERROR)
                .deadline(Duration.ofSeconds(30))
                .urgent()
                .build();
    }

    private List<String> urcs() {
        return channel.published().stream().map(Urc::text).toList();
    }

    @Test
    void shouldFenceAfterOpeningAndBeforeTheFirstCommand() {
        ScriptedPeer other = new ScriptedPeer();
        VirtualChannel fresh = new VirtualChannel(other, DIALECT);

        assertTrue(fresh.open());

        assertEquals(List.of("AT", "AT+CMEE?"), other.heard());
    }

    @Test
    void shouldDropTheEchoWhetherItWasSwitchedOffOrNot() throws AtException {
        peer.always("AT+CSQ", "AT+CSQ\r\r\n+CSQ: 22,99\r\n\r\nOK\r\n");

        assertEquals(List.of("+CSQ: 22,99"), channel.execute(read()).texts());
    }

    @Test
    void shouldPublishUrcsAnywhereInAnAnswer() throws AtException {
        peer.always("AT+CSQ", "\r\n+CREG: 5\r\n\r\n+CSQ: 22,99\r\n\r\n+URC: 1\r\n\r\nOK\r\n\r\n+URC: 2\r\n");

        AtResponse response = channel.execute(read());
        channel.advance(Duration.ofSeconds(1));

        assertEquals(List.of("+CSQ: 22,99"), response.texts());
        assertEquals(List.of("+CREG: 5", "+URC: 1", "+URC: 2"), urcs());
    }

    @Test
    void shouldTakeTheDelayedResultBeforeAndAfterTheFinalOne() throws AtException {
        peer.always("AT+OPEN=3", "\r\n+OPEN: 3,0\r\n\r\nOK\r\n");
        assertEquals("+OPEN: 3,0", channel.execute(open3()).delayedLine().orElse(""));

        peer.timed("AT+OPEN=3", 10, "\r\nOK\r\n", 30_000, "\r\n+OPEN: 7,0\r\n\r\n+OPEN: 3,563\r\n");
        assertEquals("+OPEN: 3,563", channel.execute(open3()).delayedLine().orElse(""));
        assertEquals(List.of("+OPEN: 7,0"), urcs());
    }

    @Test
    void shouldPublishADelayedResultThatComesTooLateAndStayInStep() throws AtException {
        peer.timed("AT+OPEN=3", 10, "\r\nOK\r\n", 90_000, "\r\n+OPEN: 3,0\r\n");
        peer.always("AT+CSQ", "\r\n+CSQ: 1,99\r\n\r\nOK\r\n");

        AtException.TimedOut late = assertThrows(AtException.TimedOut.class, () -> channel.execute(open3()));
        channel.execute(read());
        channel.advance(Duration.ofSeconds(60));

        assertTrue(late.answered());
        assertEquals(List.of("AT+OPEN=3", "AT+CSQ"), peer.heard());
        assertEquals(List.of("+OPEN: 3,0"), urcs());
        assertEquals(0, channel.consecutiveTimeouts());
    }

    @Test
    void shouldFenceAfterATimeoutAndDropTheLateAnswer() throws AtException {
        peer.timed("AT+CSQ", 5_100, "\r\n+CSQ: 1,99\r\n\r\nOK\r\n");
        peer.always("AT+NEXT", "\r\nERROR\r\n");

        assertThrows(AtException.TimedOut.class, () -> channel.execute(read()));
        assertEquals(1, channel.consecutiveTimeouts());
        AtException.Refused refused = assertThrows(AtException.Refused.class, () -> channel.execute(simple("AT+NEXT")));

        assertEquals("ERROR", refused.response().result().text());
        assertEquals(List.of("AT+CSQ", "AT+CMEE?", "AT+NEXT"), peer.heard());
        assertEquals(0, channel.consecutiveTimeouts());
    }

    @Test
    void shouldNotTakeALateOkForTheFencesAnswer() {
        peer.timed("AT+SLOW", 5_600, "\r\nOK\r\n");
        peer.timed("AT+CMEE?", 300, "\r\n+CMEE: 2\r\n\r\nOK\r\n");
        peer.always("AT+NEXT", "\r\n+CME ERROR: 3\r\n");

        assertThrows(AtException.TimedOut.class, () -> channel.execute(simple("AT+SLOW")));
        AtException.Refused refused = assertThrows(AtException.Refused.class, () -> channel.execute(simple("AT+NEXT")));

        assertTrue(refused.response().result().isCme(3, "not allowed"));
    }

    @Test
    void shouldNotFenceWithACommandWhoseTextTheLateAnswerCouldBe() {
        AtCommand<AtResponse> text = AtCommand.line("AT+CGSN")
                .claims(Claim.FREE_TEXT)
                .deadline(Duration.ofSeconds(2))
                .build();
        channel.knowModel("RX100");
        peer.timed("AT+CGSN", 2_400, "\r\n861107031234561\r\n\r\nOK\r\n");
        peer.never("AT+CMEE?");
        peer.always("AT+CSCS?", "\r\n+CSCS: \"IRA\"\r\n\r\nOK\r\n");
        peer.always("AT+NEXT", "\r\nOK\r\n");

        assertThrows(AtException.TimedOut.class, () -> channel.execute(text));
        channel.advance(Duration.ofSeconds(5));

        assertEquals(List.of("AT+CGSN", "AT+CMEE?", "AT+CSCS?"), peer.heard());
    }

    @Test
    void shouldReopenThePortAfterFourFencesWithoutAnswer() throws AtException {
        channel.knowModel("RX100");
        for (String line : List.of("AT+SLOW", "AT+CMEE?", "AT+CGMM", "AT+CSCS?", "AT+CGSN")) {
            peer.never(line);
        }
        assertThrows(AtException.TimedOut.class, () -> channel.execute(simple("AT+SLOW")));
        channel.advance(Duration.ofMillis(4_400));
        assertEquals(List.of("AT+SLOW", "AT+CMEE?", "AT+CGMM", "AT+CSCS?", "AT+CGSN"), peer.heard());
        assertEquals(0, channel.reopenings());

        peer.always("AT+CGSN", "\r\n861107031234561\r\n\r\nOK\r\n");
        peer.always("AT+CSCS?", "\r\n+CSCS: \"IRA\"\r\n\r\nOK\r\n");
        peer.always("AT+CMEE?", "\r\n+CMEE: 2\r\n\r\nOK\r\n");
        peer.always("AT+NEXT", "\r\nOK\r\n");
        channel.execute(simple("AT+NEXT"));

        assertEquals(1, channel.reopenings());
        // The last of the four first: whatever was said before it is settled, then one that cannot be an old answer.
        assertEquals(
                List.of("AT", "AT+CGSN", "AT+CMEE?", "AT+NEXT"),
                peer.heard().subList(5, peer.heard().size()));
    }

    @Test
    void shouldFailAndTryAgainWithTheNextCommandWhenNobodyAnswers() throws AtException {
        for (String line : List.of("AT", "ATQ0V1", "AT+SLOW", "AT+CMEE?", "AT+CSCS?", "AT+CGSN")) {
            peer.never(line);
        }
        assertThrows(AtException.TimedOut.class, () -> channel.execute(simple("AT+SLOW")));
        assertThrows(AtException.TimedOut.class, () -> channel.execute(simple("AT+LOST")));
        assertEquals(AtEngine.State.DEAF, channel.engine().state());

        peer.always("AT", "\r\nOK\r\n")
                .always("AT+CMEE?", "\r\n+CMEE: 2\r\n\r\nOK\r\n")
                .always("AT+CSCS?", "\r\n+CSCS: \"IRA\"\r\n\r\nOK\r\n")
                .always("AT+CGSN", "\r\n861107031234561\r\n\r\nOK\r\n")
                .always("AT+NEXT", "\r\nOK\r\n");
        channel.execute(simple("AT+NEXT"));

        assertFalse(peer.heard().contains("AT+LOST"));
    }

    @Test
    void shouldNotSendThePayloadIfErrorComesInPlaceOfThePrompt() {
        peer.always("AT+SEND=5", "\r\nERROR\r\n");

        assertThrows(AtException.Refused.class, () -> channel.execute(send("hello")));
        channel.advance(Duration.ofMinutes(1));

        assertEquals(List.of("AT+SEND=5"), peer.heard());
    }

    @Test
    void shouldWriteNothingWhileTheModemMayStillWaitForPayload() {
        peer.never("AT+SEND=5");

        assertThrows(AtException.TimedOut.class, () -> channel.execute(send("hello")));
        channel.advance(Duration.ofMillis(10_400));
        assertEquals(List.of("AT+SEND=5"), peer.heard());
        channel.advance(Duration.ofMillis(200));

        assertEquals(List.of("AT+SEND=5", "AT+CMEE?"), peer.heard());
    }

    @Test
    void shouldGiveALatePromptTheBytesThatTheModemNowCounts() {
        peer.timed("AT+SEND=5", 15_000, "\r\n> ");
        peer.timed("hello", 100, "\r\nSEND OK\r\n");

        assertThrows(AtException.TimedOut.class, () -> channel.execute(send("hello")));
        channel.submit(simple("AT+NEXT"));
        channel.advance(Duration.ofMillis(5_500));
        assertEquals(List.of("AT+SEND=5", "hello"), peer.heard());
        channel.advance(Duration.ofMillis(200));

        assertEquals(List.of("AT+SEND=5", "hello", "AT+CMEE?", "AT+NEXT"), peer.heard());
    }

    @Test
    void shouldWaitAnewWhenThePromptComesAfterAFence() {
        peer.timed("AT+SEND=5", 20_700, "\r\n> ");
        peer.never("AT+CMEE?");

        assertThrows(AtException.TimedOut.class, () -> channel.execute(send("hello")));
        channel.submit(simple("AT+NEXT"));
        channel.advance(Duration.ofMillis(20_900));
        assertEquals(List.of("AT+SEND=5", "AT+CMEE?"), peer.heard());
        channel.advance(Duration.ofSeconds(1));

        assertEquals(3, peer.heard().size());
    }

    @Test
    void shouldFillUpALatePromptThatMayHaveTakenAFence() {
        peer.timed("AT+SEND=12", 20_700, "\r\n> ");
        peer.never("AT+CMEE?");

        assertThrows(AtException.TimedOut.class, () -> channel.execute(send("hello, world")));
        channel.advance(Duration.ofSeconds(11));

        assertEquals(List.of("AT+SEND=12", "AT+CMEE?", "rld"), peer.heard());
    }

    @Test
    void shouldSendThePayloadOnlyOnAPromptAtTheStartOfALine() throws AtException {
        peer.timed("AT+SEND=5", 10, "\r\n+URC: \"a>\r\n", 20, "\r\n>", 30, " ");
        peer.always("hello", "\r\n+URC: 7\r\n\r\nSEND OK\r\n");

        channel.execute(send("hello"));

        assertEquals(List.of("AT+SEND=5", "hello"), peer.heard());
        assertEquals(List.of("+URC: \"a>", "+URC: 7"), urcs());
    }

    @Test
    void shouldNotLoseTheSendResultInAStormOfUrcs() throws AtException {
        peer.timed("AT+SEND=5", 1, "\r\n> ");
        peer.always("hello", "\r\n+URC: 9\r\n".repeat(200) + "\r\nSEND OK\r\n" + "\r\n+URC: 9\r\n".repeat(50));

        channel.execute(send("hello"));
        channel.advance(Duration.ofSeconds(1));

        assertEquals(250, urcs().size());
    }

    @Test
    void shouldTakeTheEchoOfAPayloadForNoResult() throws AtException {
        peer.always("AT+SEND=10", "AT+SEND=10\r\r\n> ");
        peer.timed("a\r\nERROR\r\n", 1, "a\r\nERR", 2, "OR\r\n\r\nSEND OK\r\n");

        channel.execute(send("a\r\nERROR\r\n"));

        assertEquals(List.of(), urcs());
    }

    /** It echoes lines and not payloads, and the payload is what it says next, or how that begins. */
    @ParameterizedTest
    @ValueSource(strings = {"\r\nSEND OK\r\n", "\r\n", "\r", "\r\nS", "\r\nSEND OK", "\r\nSEND OK\r\nmore"})
    void shouldNotTakeTheAnswerForTheEchoOfAPayload(String payload) throws AtException {
        peer.always("AT+SEND=" + payload.length(), "AT+SEND=" + payload.length() + "\r\r\n> ");
        peer.always(payload.equals("\r") ? "" : payload, "\r\nSEND OK\r\n");
        long before = channel.now();

        channel.execute(send(payload));

        assertTrue(channel.now() - before <= Duration.ofSeconds(1).toNanos());
    }

    @Test
    void shouldFindTheEchoOfAPayloadBehindUrcsAndBlocks() throws AtException {
        String payload = "\r\n+URC: \"closed\"\r\n";
        peer.always("AT+SEND=" + payload.length(), "AT+SEND=" + payload.length() + "\r\r\n> ");
        peer.timed(payload, 1, "\r\n+URC: 1\r\n\r\n+PUSH: 6\r\n\r\n+URC", 2, payload + "\r\nSEND OK\r\n");

        channel.execute(send(payload));

        assertEquals(List.of("+URC: 1", "+PUSH: 6"), urcs());
    }

    /** Once it is known to echo payloads, an echo that looks like an answer is one. */
    @Test
    void shouldNotTakeTheEchoOfAPayloadForTheAnswer() throws AtException {
        peer.always("AT+SEND=1", "AT+SEND=1\r\r\n> ");
        peer.timed("a", 1, "a", 2, "\r\nSEND OK\r\n");
        channel.execute(send("a"));
        peer.always("AT+SEND=11", "AT+SEND=11\r\r\n> ");
        peer.timed("\r\nSEND OK\r\n", 1, "\r\nSEND OK\r\n", 5_000, "\r\nSEND FAIL\r\n");

        assertThrows(AtException.Refused.class, () -> channel.execute(send("\r\nSEND OK\r\n")));
    }

    @Test
    void shouldNeverLookIntoAnnouncedBytes() throws AtException {
        peer.always("AT+CSQ", "\r\n+PUSH: 6\r\n\r\nOK\r\n+CSQ: 3,99\r\n\r\nOK\r\n");

        AtResponse response = channel.execute(read());

        assertEquals(List.of("+CSQ: 3,99"), response.texts());
        assertEquals(List.of("+PUSH: 6"), urcs());
    }

    @Test
    void shouldGoOnWhenAnnouncedBytesBreakOff() throws AtException {
        channel.say("\r\n+PUSH: 6\r\nabc");
        channel.advance(Duration.ofMillis(500));
        peer.always("AT+CSQ", "\r\n+CSQ: 3,99\r\n\r\nOK\r\n");

        assertEquals(List.of("+CSQ: 3,99"), channel.execute(read()).texts());
        assertEquals(1, channel.counters().droppedLines());
    }

    @Test
    void shouldEndACommandSoonWhenTheModemSaysThatItHasJustStarted() {
        peer.timed("AT+OPEN=3", 1_000, "\r\nRDY\r\n");
        long before = channel.now();

        assertThrows(AtException.TimedOut.class, () -> channel.execute(open3()));

        assertEquals(4_000, Duration.ofNanos(channel.now() - before).toMillis());
    }

    @Test
    void shouldTreatTheWordsOfADialledCallAsNewsWhenNothingIsDialled() throws AtException {
        peer.always("AT+CSQ", "\r\nNO CARRIER\r\n\r\n+CSQ: 3,99\r\n\r\nOK\r\n");

        assertEquals(List.of("+CSQ: 3,99"), channel.execute(read()).texts());
        assertEquals(List.of("NO CARRIER"), urcs());
    }

    @Test
    void shouldDropFinalResultsThatNobodyWaitsFor() {
        long before = channel.counters().strays();
        channel.say("\r\nOK\r\n\r\nERROR\r\n\r\nSEND OK\r\n\r\n+CME ERROR: 3\r\n");
        channel.advance(Duration.ofSeconds(1));

        assertEquals(List.of(), urcs());
        assertEquals(4, channel.counters().strays() - before);
    }

    @Test
    void shouldSendBeforeItPolls() {
        peer.timed("AT+SLOW", 100, "\r\nOK\r\n").always("AT+CSQ", "\r\nOK\r\n");
        channel.submit(simple("AT+SLOW"));
        channel.submit(read());
        channel.submit(send("hello"));
        channel.advance(Duration.ofSeconds(1));

        assertEquals(List.of("AT+SLOW", "AT+SEND=5", "AT+CSQ"), peer.heard());
    }

    @Test
    void shouldOpenThroughNoiseAndAModemThatStillBoots() {
        ScriptedPeer booting = new ScriptedPeer().inTurn("AT", "", "", "\r\nOK\r\n");
        VirtualChannel noisy = new VirtualChannel(booting, DIALECT);
        noisy.say("\0\0\u00ff\u00fe\0\u00f0>\u00f1\u00ff\0\r\n\u0080\u0081\r\nRDY\r\n");

        assertTrue(noisy.open());

        assertEquals(List.of("AT", "AT", "AT", "AT+CMEE?"), booting.heard());
        assertEquals(List.of("RDY"), noisy.published().stream().map(Urc::text).toList());
    }

    @Test
    void shouldRecoverAModemThatAnswersInDigits() {
        ScriptedPeer terse = new ScriptedPeer().always("AT", "0\r").always("ATV1", "\r\nOK\r\n");
        VirtualChannel channelToTerse = new VirtualChannel(terse, DIALECT);

        assertTrue(channelToTerse.open());

        assertEquals(List.of("AT", "ATV1", "AT+CMEE?"), terse.heard());
    }

    @Test
    void shouldBeDeafWhenNobodyAnswersAfterOpening() {
        VirtualChannel silent = new VirtualChannel((bytes, line) -> {}, DIALECT);
        long before = silent.now();

        assertFalse(silent.open());

        assertEquals(14, Duration.ofNanos(silent.now() - before).toSeconds());
    }

    @Test
    void shouldRefuseLinesThatCouldInject() {
        for (String line : List.of("AT+X=\"a\rATD1\"", "AT+X\n", "AT+X=\0", "ATé", "AT" + "x".repeat(499), "X")) {
            assertThrows(IllegalArgumentException.class, () -> AtCommand.line(line), line);
        }
    }

    /** Found by fuzzing: an announcement that is a lie, and noise often enough that it never seems to have stopped. */
    @Test
    void shouldNotWaitForABlockThatTrickles() throws AtException {
        peer.always("AT+CSQ", "\r\n+CSQ: 22,99\r\n\r\nOK\r\n");
        channel.say("\r\n+PUSH: 6\r\n");
        for (int i = 1; i <= 5; i++) {
            channel.say(Duration.ofMillis(1500L * i), new byte[] {'x'});
        }
        channel.advance(Duration.ofMillis(10));
        long before = channel.now();

        assertEquals(List.of("+CSQ: 22,99"), channel.execute(read()).texts());

        assertTrue(channel.now() - before < Duration.ofSeconds(3).toNanos(), "waits for the sixth byte");
        assertTrue(urcs().stream().noneMatch(text -> text.startsWith("+PUSH")), "half a block is none");
    }

    /** Found by fuzzing: 0xFF, the noise of a wrong speed, passed for a prompt that nobody awaited. */
    @Test
    void shouldTakeNoNoiseForALatePrompt() throws AtException {
        peer.timed("AT+CSQ", 5_100, "\r\n\u00ff\u00ff\u00ff\r\n+CSQ: 1,99\r\n\r\nOK\r\n");
        peer.always("AT+NEXT", "\r\nOK\r\n");

        assertThrows(AtException.TimedOut.class, () -> channel.execute(read()));
        channel.execute(simple("AT+NEXT"));

        assertEquals(List.of("AT+CSQ", "AT+CMEE?", "AT+NEXT"), peer.heard());
    }
}

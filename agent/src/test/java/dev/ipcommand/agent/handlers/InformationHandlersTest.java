package dev.ipcommand.agent.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.Reply;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code signal}, {@code sim} and {@code version}: what they tell, and whom. */
final class InformationHandlersTest {
    private static final String ICCID = "8988307000000000001";

    @ParameterizedTest
    @CsvSource({
        "-71,   ROAMING,   '-71 dBm, REGISTERED_ROAMING'",
        "-113,  HOME,      '-113 dBm, REGISTERED_HOME'",
        "-71,   DENIED,    '-71 dBm, DENIED'",
        "'',    SEARCHING, 'unknown, SEARCHING'",
        "'',    '',        'unknown, unknown'",
        "-71,   UNKNOWN,   '-71 dBm, unknown'",
        // What a modem says when it does not know, should it get this far.
        "99,    ROAMING,   'unknown, REGISTERED_ROAMING'",
        "0,     ROAMING,   'unknown, REGISTERED_ROAMING'",
        "-255,  ROAMING,   'unknown, REGISTERED_ROAMING'",
        "weak,  ROAMING,   'unknown, REGISTERED_ROAMING'",
    })
    void shouldTellTheSignalAndNeverANumberForUnknown(String rssiDbm, String registration, String reply)
            throws Exception {
        SignalHandler handler = new SignalHandler(() -> SignalHandler.Reading.of(rssiDbm, registration));

        assertEquals(Reply.text(reply), answer(handler, FakeCall.unsigned("")));
    }

    @Test
    void shouldTellTheLatestSignal() throws Exception {
        int[] now = {-71};
        SignalHandler handler = new SignalHandler(() -> new SignalHandler.Reading(OptionalInt.of(now[0]), "ROAMING"));
        answer(handler, FakeCall.unsigned(""));

        now[0] = -95;

        assertEquals(Reply.text("-95 dBm, REGISTERED_ROAMING"), answer(handler, FakeCall.unsigned("")));
    }

    @ParameterizedTest
    @CsvSource({
        "READY,      8988307000000000001,   ready,      'ready, iccid 8988307000000000001'",
        "READY,      8988307000000000001F,  ready,      'ready, iccid 8988307000000000001'",
        "PIN_NEEDED, 8988307000000000001,   pin-needed, 'pin-needed, iccid 8988307000000000001'",
        "ABSENT,     '',                    absent,     'absent, iccid unknown'",
        "'',         '',                    unknown,    'unknown, iccid unknown'",
        "READY,      '+CME ERROR: 10',      ready,      'ready, iccid unknown'",
        "READY,      123456789012345678901, ready,      'ready, iccid unknown'",
    })
    void shouldTellTheIccidToWhoSignedOnly(String state, String iccid, String unsigned, String signed)
            throws Exception {
        SimHandler handler = new SimHandler(() -> new SimHandler.Sim(state, iccid));

        assertEquals(Reply.text(unsigned), answer(handler, FakeCall.unsigned("iccid")));
        assertEquals(Reply.text(signed), answer(handler, FakeCall.signed("")));
    }

    @Test
    void shouldKeepTheIccidOutOfLogs() {
        assertFalse(new SimHandler.Sim("READY", ICCID).toString().contains(ICCID));
    }

    @Test
    void shouldTellTheVersions() throws Exception {
        VersionHandler handler =
                new VersionHandler(new VersionHandler.Versions("0.1.0", "17.0.15", "Linux", "aarch64"));

        assertEquals(Reply.text("0.1.0, Java 17.0.15, Linux aarch64"), answer(handler, FakeCall.unsigned("")));
    }

    @Test
    void shouldTellTheVersionsOfThisProcess() throws Exception {
        VersionHandler handler = new VersionHandler(VersionHandler.Versions.here("0.1.0"));

        assertEquals(
                Reply.text("0.1.0, Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
                        + " " + System.getProperty("os.arch")),
                answer(handler, FakeCall.unsigned("")));
    }

    @Test
    void shouldStayWithinWhatAnUnsignedCallerMayGet() throws Exception {
        String endless = "x".repeat(5000);
        VersionHandler handler = new VersionHandler(new VersionHandler.Versions(endless, endless, endless, endless));

        int bytes = answer(handler, FakeCall.unsigned("")).body().length;

        assertTrue("version#".length() + 32 + ": ".length() + bytes <= 200, "bytes: " + bytes);
    }

    private static Reply answer(CommandHandler handler, FakeCall call) throws Exception {
        return handler.handle(call, call);
    }
}

package dev.ipcommand.bench.foreign;

import static dev.ipcommand.bench.foreign.Freedom.*;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the vendors' documents leave open, in handfuls. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class VariantsTest {
    private static final Duration READY = Duration.ofSeconds(40);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    /** Nearly each freedom, once. */
    static Stream<Variant> handful() {
        return Stream.of(
                new Variant("EC25", ECHO_STAYS, PAYLOAD_ECHO, NO_TRAILER, NO_SPACE, OPTIONAL_UNSUPPORTED, LOWER_CASE),
                new Variant("EG25", GLUED_URC, BARE_PROMPT, RESULT_FIRST, ONLY_CGREG, NO_CMEE, PREFIXED_IDENTITY),
                new Variant(
                        "BG96",
                        BYTEWISE,
                        RESULT_FIRST,
                        OPTIONAL_UNSUPPORTED,
                        NUMERIC_ERRORS,
                        SIM_BUSY,
                        UNQUOTED_ADDRESS,
                        BOOT_NOISE),
                new Variant("SIMCOM_SIM7600E", RECEIVE_HEADER, ECHO_STAYS, NO_SPACE, OPTIONAL_UNSUPPORTED, LOWER_CASE),
                new Variant("SIMCOM_SIM7600E-H", BYTEWISE, URCS_EVERYWHERE, LINES_APART, UNQUOTED_CELLS, SIM_BUSY),
                new Variant("BG95-M3", NO_LEADING_LINE_END, LONG_REGISTRATION, NO_ICCID, ECHO_STAYS, RECV_WITH_LENGTH),
                new Variant("SIMCOM_SIM7600SA-H", NO_LEADING_LINE_END, LONG_REGISTRATION, BARE_ICCID, NUMERIC_RESULTS),
                new Variant("A7670G-LABE", NO_LEADING_LINE_END, NO_ICCID, ECHO_STAYS, PLUS_RECV_FROM),
                new Variant(
                        "EC21",
                        OPTIONAL_ERROR,
                        NO_CMEE,
                        ONLY_CREG,
                        SECOND_ADDRESS,
                        LONG_ATI,
                        PROMPT_AFTER_TWO_LINES,
                        BOOT_NOISE),
                new Variant(
                        "EC25",
                        CONTEXT_UP,
                        LONG_ATI,
                        SECOND_ADDRESS,
                        UNQUOTED_ADDRESS,
                        SILENT_REGISTRATION,
                        NUMERIC_ERRORS));
    }

    /** More of them, other makes, and some that take their time. */
    static Stream<Variant> others() {
        return Stream.of(
                new Variant("EC25"),
                new Variant("BG95-M3"),
                new Variant("EC25", BYTEWISE, URCS_EVERYWHERE, LINES_APART, UNQUOTED_CELLS, UNQUOTED_ADDRESS, SIM_BUSY),
                new Variant(
                        "BG95-M3",
                        RECV_WITH_LENGTH,
                        NO_SPACE,
                        ECHO_STAYS,
                        PAYLOAD_ECHO,
                        BARE_PROMPT,
                        OPTIONAL_ERROR,
                        RESULT_LATE),
                new Variant(
                        "BG77",
                        NO_TRAILER,
                        URCS_EVERYWHERE,
                        LINES_APART,
                        LOWER_CASE,
                        SILENT_REGISTRATION,
                        PREFIXED_IDENTITY),
                new Variant("BG96", ECHO_STAYS, OPTIONAL_ERROR, NO_SPACE),
                new Variant("SIMCOM_SIM7600G-H"),
                new Variant("A7670E-FASE", PLUS_RECV_FROM, NO_TRAILER, BARE_PROMPT, RESULT_FIRST, BOOT_NOISE),
                new Variant("SIM7500E", GLUED_URC, RESULT_LATE, BARE_PROMPT, ONLY_CGREG, NO_CMEE, PREFIXED_IDENTITY),
                new Variant("A7672S", CONTEXT_UP, OPTIONAL_ERROR, NO_CMEE, LONG_ATI, PROMPT_AFTER_TWO_LINES, ONLY_CREG),
                new Variant(
                        "A7670SA", PLUS_RECV_FROM, ECHO_STAYS, PAYLOAD_ECHO, URCS_EVERYWHERE, RESULT_LATE, BARE_PROMPT),
                new Variant("EG91", NO_LEADING_LINE_END, LONG_REGISTRATION, NUMERIC_RESULTS, BARE_ICCID),
                new Variant("EC25", ECHO_STAYS, OPTIONAL_ERROR));
    }

    @ParameterizedTest
    @MethodSource("handful")
    void shouldListenAndAnswerByteForByte(Variant variant) throws Exception {
        listenAndAnswer(variant);
    }

    @Campaign
    @ParameterizedTest
    @MethodSource("others")
    void shouldListenAndAnswerByteForByteWithEveryMake(Variant variant) throws Exception {
        listenAndAnswer(variant);
    }

    private static void listenAndAnswer(Variant variant) throws Exception {
        ForeignModem.Family family = Make.family(variant.model());
        try (Scene scene = new Scene(family, variant.freedoms())) {
            scene.start(READY);

            for (byte[] payload : Payloads.all()) {
                scene.echo(payload, ANSWER);
            }
            if (family instanceof Quectel quectel) {
                quectel.urcDelay(150); // both lie in the modem before it says anything
            }
            scene.send(Payloads.bytes(700));
            scene.send(Payloads.bytes(701));
            scene.expect(Payloads.bytes(700), ANSWER);
            scene.expect(Payloads.bytes(701), ANSWER);
            scene.assertClean();
        }
    }
}

package dev.ipcommand.bench.foreign;

import static dev.ipcommand.bench.foreign.Freedom.*;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Quectel's documents leave open, in handfuls. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class QuectelVariantsTest {
    private static final Duration READY = Duration.ofSeconds(40);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    static Stream<Variant> variants() {
        return Stream.of(
                new Variant("EC25"),
                new Variant("BG95-M3"),
                new Variant("EC25", ECHO_STAYS, PAYLOAD_ECHO, NO_TRAILER, NO_SPACE, OPTIONAL_UNSUPPORTED, LOWER_CASE),
                new Variant("EG25", GLUED_URC, BARE_PROMPT, RESULT_FIRST, ONLY_CGREG, NO_CMEE, PREFIXED_IDENTITY),
                new Variant("EC25", BYTEWISE, URCS_EVERYWHERE, LINES_APART, UNQUOTED_CELLS, UNQUOTED_ADDRESS, SIM_BUSY),
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
                new Variant(
                        "BG96",
                        BYTEWISE,
                        RESULT_FIRST,
                        OPTIONAL_UNSUPPORTED,
                        NUMERIC_ERRORS,
                        SIM_BUSY,
                        UNQUOTED_ADDRESS,
                        BOOT_NOISE),
                new Variant(
                        "EC25",
                        CONTEXT_UP,
                        LONG_ATI,
                        SECOND_ADDRESS,
                        UNQUOTED_ADDRESS,
                        SILENT_REGISTRATION,
                        NUMERIC_ERRORS),
                new Variant("EC25", ECHO_STAYS, OPTIONAL_ERROR),
                new Variant("BG96", ECHO_STAYS, OPTIONAL_ERROR, NO_SPACE));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldListenAndAnswerByteForByte(Variant variant) throws Exception {
        Quectel family = new Quectel(variant.model());
        try (Scene scene = new Scene(family, variant.freedoms())) {
            scene.start(READY);

            for (byte[] payload : Payloads.all()) {
                scene.echo(payload, ANSWER);
            }
            family.urcDelay(150);
            scene.send(Payloads.bytes(700));
            scene.send(Payloads.bytes(701));
            scene.expect(Payloads.bytes(700), ANSWER);
            scene.expect(Payloads.bytes(701), ANSWER);
            scene.assertClean();
        }
    }
}

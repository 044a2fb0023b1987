package dev.ipcommand.bench.foreign;

import static dev.ipcommand.bench.foreign.Freedom.*;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What SIMCom's documents leave open, in handfuls. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class SimcomVariantsTest {
    private static final Duration READY = Duration.ofSeconds(40);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    static Stream<Variant> variants() {
        return Stream.of(
                new Variant("SIMCOM_SIM7600G-H"),
                new Variant("A7670E-FASE", PLUS_RECV_FROM, NO_TRAILER, BARE_PROMPT, RESULT_FIRST, BOOT_NOISE),
                new Variant("SIMCOM_SIM7600E", RECEIVE_HEADER, ECHO_STAYS, NO_SPACE, OPTIONAL_UNSUPPORTED, LOWER_CASE),
                new Variant("SIM7500E", GLUED_URC, RESULT_LATE, BARE_PROMPT, ONLY_CGREG, NO_CMEE, PREFIXED_IDENTITY),
                new Variant("SIMCOM_SIM7600E-H", BYTEWISE, URCS_EVERYWHERE, LINES_APART, UNQUOTED_CELLS, SIM_BUSY),
                new Variant("A7672S", CONTEXT_UP, OPTIONAL_ERROR, NO_CMEE, LONG_ATI, PROMPT_AFTER_TWO_LINES, ONLY_CREG),
                new Variant(
                        "A7670SA",
                        PLUS_RECV_FROM,
                        ECHO_STAYS,
                        PAYLOAD_ECHO,
                        URCS_EVERYWHERE,
                        RESULT_LATE,
                        BARE_PROMPT));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldListenAndAnswerByteForByte(Variant variant) throws Exception {
        try (Scene scene = new Scene(new Simcom(variant.model()), variant.freedoms())) {
            scene.start(READY);

            for (byte[] payload : Payloads.all()) {
                scene.echo(payload, ANSWER);
            }
            scene.send(Payloads.bytes(700));
            scene.send(Payloads.bytes(701));
            scene.expect(Payloads.bytes(700), ANSWER);
            scene.expect(Payloads.bytes(701), ANSWER);
            scene.assertClean();
        }
    }
}

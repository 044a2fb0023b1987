package dev.ipcommand.bench.foreign;

import static dev.ipcommand.bench.foreign.Freedom.*;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong while datagrams flow, on Quectel's dialect: short of nothing lost, nothing must be mistaken. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class QuectelFaultsTest {
    private static final Duration READY = Duration.ofSeconds(40);
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final byte[] MARK = "Mark 1".getBytes(StandardCharsets.US_ASCII);

    private static Scene scene(String model, Freedom... freedoms) throws Exception {
        return new Scene(new Quectel(model), freedoms);
    }

    /** What the fault does to the send in flight is the modem's business; the service afterwards is ours. */
    private static void strike(Scene scene, String pattern, int times, ForeignModem.Fault fault) throws Exception {
        scene.modem().when(pattern, times, fault);
        scene.send(MARK);
        scene.awaitService(BACK);
        scene.assertClean();
    }

    @ParameterizedTest
    @CsvSource({"EC25,3", "BG95-M3,1"})
    void shouldOutliveSendFail(String model, int times) throws Exception {
        Quectel family = new Quectel(model);
        try (Scene scene = new Scene(family)) {
            scene.start(READY);
            family.failSends(times);

            scene.echo(MARK, Duration.ofSeconds(20));
            scene.awaitService(BACK);
            scene.assertClean();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC25", "BG95-M3"})
    void shouldTakeAnErrorInPlaceOfThePrompt(String model) throws Exception {
        try (Scene scene = scene(model)) {
            scene.start(READY);

            strike(scene, "AT\\+QISEND=.*", 1, Faults.ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource({"EC25,6000", "BG95-M3,6000", "EC25,9500", "EC25,12000", "BG95-M3,14000"})
    void shouldWaitForALatePrompt(String model, long millis) throws Exception {
        try (Scene scene = scene(model)) {
            scene.start(READY);

            strike(scene, "AT\\+QISEND=.*", 1, Faults.late(millis));
        }
    }

    @Test
    void shouldNotSendPayloadWithoutAPrompt() throws Exception {
        try (Scene scene = scene("EC25")) {
            scene.start(READY);

            strike(scene, "AT\\+QISEND=.*", 1, Faults.SILENT);
        }
    }

    /** The polls of an idle session. With CMEE and CSCS refused only two fences are left. */
    @ParameterizedTest
    @CsvSource({
        "EC25,AT\\+CSQ.*,11000", "EC25,AT\\+CEREG\\?,10200", "EC25,AT\\+CEREG\\?,13000", "EC25,AT\\+QIACT\\?,20000",
        "BG95-M3,AT\\+QIRD.*,9000", "BG95-M3,AT\\+CPIN\\?,10500", "EC25,AT\\+QISTATE.*,10900"
    })
    void shouldNotMisattributeAPollThatAnswersLate(String model, String poll, long millis) throws Exception {
        try (Scene scene = scene(model, NO_CMEE, OPTIONAL_ERROR, NO_TYPE_AHEAD)) {
            scene.start(READY);

            scene.modem().when(poll, 1, Faults.late(millis));
            scene.modem().awaitMet(70_000);

            scene.awaitService(BACK);
            scene.assertClean();
        }
    }

    @ParameterizedTest
    @CsvSource({"EC25,15000", "BG95-M3,1000", "EC25,1000"})
    void shouldTakeALateAcceptance(String model, long millis) throws Exception {
        try (Scene scene = scene(model)) {
            scene.start(READY);

            scene.modem().when("AT\\+QISEND.*", 1, (modem, exchange, normal) -> {
                modem.port().stallEnd(millis);
                normal.run();
            });
            scene.send(MARK);
            scene.awaitService(BACK);
            scene.assertClean();
        }
    }

    /** 200 lines within a second, from the middle of a send on. */
    @ParameterizedTest
    @ValueSource(strings = {"EC25", "BG95-M3"})
    void shouldSendThroughAStormOfUrcs(String model) throws Exception {
        try (Scene scene = scene(model, URCS_EVERYWHERE)) {
            scene.start(READY);

            scene.modem().when("AT\\+QISEND.*", 3, (modem, exchange, normal) -> {
                for (int i = 0; i < 100; i++) {
                    modem.port().later(i * 5L, () -> modem.urc("+CSQ: 12,99"));
                    modem.port().later(i * 5L, () -> modem.urc("+CREG: 5,\"1A2B\",\"01A2D001\",7"));
                }
                normal.run();
            });
            for (int i = 0; i < 3; i++) {
                scene.echo(MARK, Duration.ofSeconds(10));
            }
            scene.assertClean();
        }
    }
}

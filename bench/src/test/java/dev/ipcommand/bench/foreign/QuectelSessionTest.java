package dev.ipcommand.bench.foreign;

import static dev.ipcommand.bench.foreign.Freedom.*;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that ends and comes back, on Quectel's dialect. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class QuectelSessionTest {
    private static final Duration READY = Duration.ofSeconds(40);
    private static final Duration BACK = Duration.ofSeconds(75);
    private static final byte[] MARK = "Mark 1".getBytes(StandardCharsets.US_ASCII);

    private static Scene scene(String model, Freedom... freedoms) throws Exception {
        return new Scene(new Quectel(model), freedoms);
    }

    private static void assertBack(Scene scene) throws Exception {
        scene.awaitService(BACK);
        scene.echo(MARK, Duration.ofSeconds(10));
        scene.assertClean();
    }

    @ParameterizedTest
    @CsvSource({"EC25,true", "EC25,false", "BG95-M3,true", "BG95-M3,false"})
    void shouldComeBackFromALostContext(String model, boolean onlyCgev) throws Exception {
        try (Scene scene = scene(model)) {
            scene.start(READY);

            scene.modem().does(() -> {
                if (onlyCgev) {
                    scene.modem().urc("+CGEV: NW PDN DEACT 1");
                }
                scene.modem().loseContext(onlyCgev);
            });

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC25", "BG95-M3"})
    void shouldNoticeAnotherAddressWithoutAUrc(String model) throws Exception {
        try (Scene scene = scene(model)) {
            scene.start(READY);

            scene.modem().does(() -> {
                scene.modem().loseContext(true);
                scene.modem().address(Scene.freshAddress());
                scene.modem().contextUp(true);
            });

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC25", "BG96"})
    void shouldComeBackFromARebootThatNobodyAnnounced(String model) throws Exception {
        try (Scene scene = scene(model)) {
            scene.start(READY);

            scene.modem().does(() -> scene.modem().reboot(4000));

            assertBack(scene);
        }
    }

    @Test
    void shouldComeBackFromARebootWithoutAnyMessage() throws Exception {
        try (Scene scene = scene("EC25", SILENT_REGISTRATION)) {
            scene.start(READY);

            scene.modem().does(() -> scene.modem().silentReboot());

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3000, 12_000})
    void shouldFindTheTtyUnderAnotherNumber(long millis) throws Exception {
        try (Scene scene = scene("EC25")) {
            scene.start(READY);

            scene.modem().when("AT\\+QISEND=.*", 1, (modem, exchange, normal) -> modem.port().unplug(millis));
            scene.send(MARK);

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC25", "BG95-M3"})
    void shouldTakeOverTheSocketOfAnEarlierRun(String model) throws Exception {
        try (Scene scene = scene(model)) {
            scene.start(READY);
            scene.echo(MARK, Duration.ofSeconds(10));

            scene.agent().kill();
            scene.startWithoutWaiting();

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10})
    void shouldWaitOutADenialAndTakeWhateverCountsAsRegistered(int stat) throws Exception {
        try (Scene scene = scene("EC25")) {
            scene.modem().firstRegistration(3);
            scene.modem().port().later(9000, () -> scene.modem().firstRegistration(stat));
            scene.modem().register(stat, 9000);

            scene.start(READY);

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void shouldNotTakeSmsOnlyForRegistered(int stat) throws Exception {
        try (Scene scene = scene("EC25")) {
            scene.modem().firstRegistration(stat);
            scene.startWithoutWaiting();

            Assertions.assertThrows(
                    dev.ipcommand.bench.process.ProcessException.class,
                    () -> scene.agent().awaitReady(Duration.ofSeconds(8)));
            Assertions.assertFalse(scene.modem().port().dialogue().contains("AT+QIACT="), scene::quietEvidence);
            scene.modem().register(5, 0);

            assertBack(scene);
        }
    }
}

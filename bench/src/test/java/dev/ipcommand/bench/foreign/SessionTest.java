package dev.ipcommand.bench.foreign;

import static dev.ipcommand.bench.foreign.Freedom.SILENT_REGISTRATION;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that ends and comes back. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class SessionTest {
    private static final Duration READY = Duration.ofSeconds(40);
    private static final Duration BACK = Duration.ofSeconds(75);
    private static final byte[] MARK = "Mark 1".getBytes(StandardCharsets.US_ASCII);

    private static void assertBack(Scene scene) throws Exception {
        scene.awaitService(BACK);
        scene.echo(MARK, Duration.ofSeconds(10));
        scene.assertClean();
    }

    @ParameterizedTest
    @CsvSource({"EC25,true", "EC25,false", "BG95,true", "BG95,false", "SIM7600,true", "SIM7600,false", "A7670,true"})
    void shouldComeBackFromALostContext(Make make, boolean onlyCgev) throws Exception {
        try (Scene scene = make.scene()) {
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
    @EnumSource
    void shouldNoticeAnotherAddressWithoutAUrc(Make make) throws Exception {
        try (Scene scene = make.scene()) {
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
    @EnumSource
    void shouldComeBackFromARebootThatNobodyAnnounced(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            scene.modem().does(() -> scene.modem().reboot(4000));

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EC25", "SIM7600"})
    void shouldComeBackFromARebootWithoutAnyMessage(Make make) throws Exception {
        try (Scene scene = make.scene(SILENT_REGISTRATION)) {
            scene.start(READY);

            scene.modem().does(() -> scene.modem().silentReboot());

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @CsvSource({"EC25,0", "BG95,3000", "EC25,12000", "SIM7600,3000"})
    void shouldFindTheTtyUnderAnotherNumber(Make make, long millis) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            scene.modem().when(make.send(), 1, (modem, exchange, normal) -> modem.port()
                    .unplug(millis));
            scene.send(MARK);

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeOverTheSocketOfAnEarlierRun(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);
            scene.echo(MARK, Duration.ofSeconds(10));

            scene.agent().kill();
            scene.startWithoutWaiting();

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @CsvSource({"EC25,1", "BG95,5", "SIM7600,10"})
    void shouldWaitOutADenialAndTakeWhateverCountsAsRegistered(Make make, int stat) throws Exception {
        try (Scene scene = make.scene()) {
            scene.modem().firstRegistration(3);
            scene.modem().port().later(9000, () -> scene.modem().firstRegistration(stat));
            scene.modem().register(stat, 9000);

            scene.start(READY);

            assertBack(scene);
        }
    }

    @ParameterizedTest
    @CsvSource({"EC25,6", "SIM7600,7"})
    void shouldNotTakeSmsOnlyForRegistered(Make make, int stat) throws Exception {
        try (Scene scene = make.scene()) {
            scene.modem().firstRegistration(stat);
            scene.startWithoutWaiting();

            Assertions.assertThrows(dev.ipcommand.bench.process.ProcessException.class, () -> scene.agent()
                    .awaitReady(Duration.ofSeconds(8)));
            Assertions.assertFalse(scene.modem().port().dialogue().contains(make.activation()), scene::quietEvidence);
            scene.modem().register(5, 0);

            assertBack(scene);
        }
    }
}

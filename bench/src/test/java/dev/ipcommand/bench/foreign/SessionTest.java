package dev.ipcommand.bench.foreign;

import static dev.ipcommand.bench.foreign.Freedom.SILENT_REGISTRATION;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    @CsvSource({"EC25,true", "BG95,false", "SIM7600,true"})
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

    @Campaign
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

    @Campaign
    @ParameterizedTest
    @EnumSource
    void shouldComeBackFromARebootThatNobodyAnnounced(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            scene.modem().does(() -> scene.modem().reboot(4000));

            assertBack(scene);
        }
    }

    @Campaign
    @ParameterizedTest
    @EnumSource(names = {"EC25", "SIM7600"})
    void shouldComeBackFromARebootWithoutAnyMessage(Make make) throws Exception {
        try (Scene scene = make.scene(SILENT_REGISTRATION)) {
            scene.start(READY);

            scene.modem().does(() -> scene.modem().silentReboot());

            assertBack(scene);
        }
    }

    @Campaign
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

    @Campaign
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

    @Campaign
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

    @Campaign
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

    /** The card takes another identity: a new network, a new address, and a SIM that is away for a moment. */
    @Campaign
    @ParameterizedTest
    @EnumSource
    void shouldSitOutAnotherImsi(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            scene.modem().does(() -> {
                scene.modem().urc("+CPIN: NOT READY");
                scene.modem().when("AT\\+CPIN\\?", 2, Faults.result("+CME ERROR: SIM busy"));
                scene.modem().loseContext(true);
                scene.modem().register(0, 0);
                scene.modem().address(Scene.freshAddress());
            });
            scene.modem().port().later(5000, () -> {
                scene.modem().urc("+QUSIM: 1");
                scene.modem().urc("+CPIN: READY");
            });
            scene.modem().register(5, 7000);

            assertBack(scene);
        }
    }

    @Campaign
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CGEV: NW DETACH",
                "+CGEV: ME DETACH",
                "+CGEV: NW DEACT \"IP\",\"100.72.1.2\",1",
                "+CGEV: ME PDN DEACT 1",
                "+CGEV: NW PDN DEACT 1,0"
            })
    void shouldUnderstandEveryFormOfALostContext(String urc) throws Exception {
        try (Scene scene = Make.EC25.scene()) {
            scene.start(READY);
            long before = System.nanoTime();

            scene.modem().does(() -> {
                scene.modem().urc(urc);
                scene.modem().loseContext(true);
            });

            assertBack(scene);
            Assertions.assertTrue(System.nanoTime() - before < 9_000_000_000L, "only a poll found it");
        }
    }

    /** A refused or silent activation is tried again. */
    @Campaign
    @ParameterizedTest
    @EnumSource(names = {"EC25", "SIM7600"})
    void shouldTryARefusedActivationAgain(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.modem().when("AT\\+(QIACT=|NETOPEN$).*", 2, Faults.ERROR);
            scene.modem().when("AT\\+(QIOPEN|CIPOPEN)=.*", 1, Faults.ERROR);

            scene.start(Duration.ofSeconds(100));

            assertBack(scene);
        }
    }

    @Campaign
    @ParameterizedTest
    @EnumSource
    void shouldOpenAClosedSocketAgain(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            scene.modem().does(() -> scene.modem().loseSocket());

            assertBack(scene);
        }
    }

    /** Edge-triggered URCs are one lost line away from silence. */
    @Campaign
    @Test
    void shouldFindBufferedDataThatWereNotAnnounced() throws Exception {
        try (Scene scene = Make.BG95.scene()) {
            scene.start(READY);

            scene.modem().does(() -> scene.modem().loseAnnouncement());

            scene.echo(MARK, Duration.ofSeconds(65));
            scene.assertClean();
        }
    }

    /** Refused polls are no news: nothing happens to a session in which nothing happens. */
    @Campaign
    @ParameterizedTest
    @CsvSource({
        "EC25,OPTIONAL_ERROR",
        "BG95,OPTIONAL_UNSUPPORTED",
        "SIM7600,OPTIONAL_ERROR",
        "A7670,URCS_EVERYWHERE",
        "EC25,ONLY_CGREG",
        "SIM7600,ONLY_CREG",
        "BG95,SECOND_ADDRESS",
        "EC25,NO_SPACE",
        "EC25,NO_FLIGHT_MODE",
        "SIM7600,NO_FLIGHT_MODE",
        "SIM7600,ALWAYS_BUFFERED"
    })
    void shouldStayInAQuietSession(Make make, Freedom freedom) throws Exception {
        try (Scene scene = make.scene(freedom)) {
            scene.start(READY);

            Assertions.assertTrue(scene.platform().receive(65_000).isEmpty());

            scene.echo(MARK, Duration.ofSeconds(10));
            scene.assertClean();
            Assertions.assertFalse(scene.agent().log().contains("LISTENING ->"), scene.evidence());
        }
    }
}

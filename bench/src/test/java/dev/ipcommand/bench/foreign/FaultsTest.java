package dev.ipcommand.bench.foreign;

import static dev.ipcommand.bench.foreign.Freedom.NO_CMEE;
import static dev.ipcommand.bench.foreign.Freedom.NO_TYPE_AHEAD;
import static dev.ipcommand.bench.foreign.Freedom.OPTIONAL_ERROR;
import static dev.ipcommand.bench.foreign.Freedom.URCS_EVERYWHERE;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong while datagrams flow: nothing must be mistaken. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class FaultsTest {
    private static final Duration READY = Duration.ofSeconds(40);
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final byte[] MARK = "Mark 1".getBytes(StandardCharsets.US_ASCII);

    /** What the fault does to the send in flight is the modem's business; the service afterwards is ours. */
    private static void strike(Scene scene, String pattern, int times, ForeignModem.Fault fault) throws Exception {
        scene.modem().when(pattern, times, fault);
        scene.send(MARK);
        scene.awaitService(BACK);
        scene.assertClean();
    }

    @ParameterizedTest
    @CsvSource({"BG95,1", "SIM7600,3"})
    void shouldOutliveSendFail(Make make, int times) throws Exception {
        ForeignModem.Family family = make.family();
        try (Scene scene = new Scene(family)) {
            scene.start(READY);
            family.failSends(times);

            scene.echo(MARK, Duration.ofSeconds(20));
            scene.awaitService(BACK);
            scene.assertClean();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EC25", "A7670"})
    void shouldTakeAnErrorInPlaceOfThePrompt(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            strike(scene, make.send(), 1, Faults.ERROR);
        }
    }

    @Campaign
    @ParameterizedTest
    @CsvSource({"EC25,6000", "BG95,6000", "SIM7600,9500", "EC25,12000", "BG95,14000", "SIM7600,13000"})
    void shouldWaitForALatePrompt(Make make, long millis) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            strike(scene, make.send(), 1, Faults.late(millis));
        }
    }

    @Campaign
    @ParameterizedTest
    @EnumSource(names = {"EC25", "SIM7600"})
    void shouldNotSendPayloadWithoutAPrompt(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            strike(scene, make.send(), 1, Faults.SILENT);
        }
    }

    /** The polls of an idle session. With CMEE and CSCS refused only two fences are left. */
    @Campaign
    @ParameterizedTest
    @CsvSource({
        "EC25,AT\\+CSQ.*,11000", "EC25,AT\\+CEREG\\?,10200", "EC25,AT\\+CEREG\\?,13000", "EC25,AT\\+QIACT\\?,20000",
        "BG95,AT\\+QIRD.*,9000", "BG95,AT\\+CEREG\\?,10500", "SIM7600,AT\\+CEREG\\?,11000", "SIM7600,AT\\+IPADDR,12000"
    })
    void shouldNotMisattributeAPollThatAnswersLate(Make make, String poll, long millis) throws Exception {
        try (Scene scene = make.scene(NO_CMEE, OPTIONAL_ERROR, NO_TYPE_AHEAD)) {
            scene.start(READY);

            scene.modem().when(poll, 1, Faults.late(millis));
            scene.modem().awaitMet(70_000);

            scene.awaitService(BACK);
            scene.assertClean();
        }
    }

    @Campaign
    @ParameterizedTest
    @CsvSource({"EC25,15000", "BG95,1000", "SIM7600,20000"})
    void shouldTakeALateAcceptance(Make make, long millis) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            scene.modem().when(make.send(), 1, (modem, exchange, normal) -> {
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
    @EnumSource(names = {"BG95", "SIM7600"})
    void shouldSendThroughAStormOfUrcs(Make make) throws Exception {
        try (Scene scene = make.scene(URCS_EVERYWHERE)) {
            scene.start(READY);

            scene.modem().when(make.send(), 3, (modem, exchange, normal) -> {
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

    /** More datagrams than anything holds at a time, so that they come between prompt and payload, and before the result. */
    @ParameterizedTest
    @EnumSource(names = {"EC25", "BG95", "A7670"})
    void shouldKeepABurstInOrder(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);

            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 12; i++) {
                    scene.send(Payloads.bytes(40 + 100 * i));
                }
                for (int i = 0; i < 12; i++) {
                    scene.expect(Payloads.bytes(40 + 100 * i), Duration.ofSeconds(10));
                }
            }
            scene.assertClean();
        }
    }

    /** The payload is taken, and nothing is ever said about it. */
    @Campaign
    @ParameterizedTest
    @EnumSource(names = {"EC25", "SIM7600"})
    void shouldGiveUpASendWithoutAResult(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);
            scene.modem().when(make.send(), 1, (modem, exchange, normal) -> {
                modem.port().stallEnd(150_000);
                normal.run();
            });

            scene.send(MARK);

            scene.awaitService(Duration.ofSeconds(200));
            scene.assertClean();
        }
    }

    @Campaign
    @ParameterizedTest
    @EnumSource
    void shouldOutliveARebootInTheMiddleOfASend(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);
            scene.modem().when(make.send(), 1, (modem, exchange, normal) -> modem.reboot(3000));

            scene.send(MARK);

            scene.awaitService(BACK);
            scene.assertClean();
        }
    }

    /** The tty goes in the middle of a pushed or read datagram. */
    @Campaign
    @ParameterizedTest
    @EnumSource
    void shouldForgetADatagramThatBrokeOff(Make make) throws Exception {
        try (Scene scene = make.scene()) {
            scene.start(READY);
            scene.modem().does(() -> scene.modem().port().onWrite(bytes -> {
                if (bytes.length < 600) {
                    return bytes;
                }
                scene.modem().port().onWrite(all -> all);
                scene.modem().port().later(50, () -> scene.modem().port().unplug(2000));
                return java.util.Arrays.copyOf(bytes, 300);
            }));

            scene.send(Payloads.bytes(900));

            scene.awaitService(BACK);
            scene.echo(Payloads.bytes(900), Duration.ofSeconds(10));
            scene.assertClean();
        }
    }

    /** The prompt comes when fences are on their way: some of them leave as payload, but the modem comes back. */
    @Campaign
    @Test
    void shouldComeBackFromAPromptAmongTheFences() throws Exception {
        try (Scene scene = Make.EC25.scene()) {
            scene.start(READY);
            scene.modem().when(Make.EC25.send(), 1, Faults.late(22_500));

            scene.send(Payloads.bytes(600));

            scene.awaitService(Duration.ofSeconds(80));
        }
    }

    /** A URC between prompt and echo, and an echo that looks like another. */
    @Campaign
    @Test
    void shouldKnowTheEchoOfAPayloadBehindAUrc() throws Exception {
        byte[] lookAlike = "\r\n+QIURC: \"closed\",0\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Scene scene = Make.EC25.scene(Freedom.ECHO_STAYS, Freedom.PAYLOAD_ECHO, OPTIONAL_ERROR)) {
            scene.start(READY);
            scene.modem().when(Make.EC25.send(), 3, (modem, exchange, normal) -> {
                normal.run();
                modem.urc("+CSQ: 11,99");
            });

            for (int i = 0; i < 3; i++) {
                scene.echo(lookAlike, Duration.ofSeconds(15));
            }
            scene.assertClean();
            Assertions.assertFalse(scene.agent().log().contains("LISTENING ->"), scene.evidence());
        }
    }
}

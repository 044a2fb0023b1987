package dev.ipcommand.bench.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.campaign.Conversation;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import dev.ipcommand.bench.rig.SenderKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed commands all the way: from the API through the modem to a handler that runs once. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class SignedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path keys = Path.of("set by JUnit");

    private int tokens;

    static List<RigOptions> twoDialects() {
        return RigOptions.MATRIX.stream()
                .filter(options ->
                        options.modem() == RigOptions.Modem.BG96 || options.modem() == RigOptions.Modem.SIM7080)
                .filter(options -> options.path() == RigOptions.DataPath.EMBEDDED)
                .toList();
    }

    private String token(SenderKey key, String command) {
        // For the SIM: its number is what the agent has read from the modem.
        return key.sign(Rig.ICCID, "t" + ++tokens, Instant.now().getEpochSecond(), command);
    }

    private static String ask(Conversation conversation, String payload) throws Exception {
        return conversation
                .ask(payload, PATIENCE)
                .map(answer -> new String(answer, UTF_8))
                .orElse("nothing");
    }

    /** What comes by itself within a minute. */
    private static String later(Conversation conversation) throws Exception {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.MINUTES.toNanos(1)) {
            List<byte[]> came = conversation.remaining(Duration.ofSeconds(1));
            if (!came.isEmpty()) {
                assertEquals(1, came.size());
                return new String(came.get(0), UTF_8);
            }
        }
        return "nothing";
    }

    @ParameterizedTest
    @MethodSource("twoDialects")
    void shouldRunOnceAndRestartTheModemForThoseWhoSign(RigOptions options) throws Exception {
        SenderKey key = SenderKey.eddsa("ops1");
        Path file = keys.resolve("ops1.pub.pem");
        key.write(file);
        Path ran = keys.resolve("ran");
        String more = key.table(file)
                + "[handler.once]\nallow = [\"ops1\"]\n[handler.sim]\nallow = [\"anyone\"]\n"
                + "[handler.restart-modem]\nallow = [\"ops1\"]\n";
        try (Rig rig = Matrix.rig(options.with(more))) {
            rig.startStub();
            rig.startSimulator();
            rig.writeConfiguration();
            rig.files().install("once", ("#!/bin/sh\necho run >>" + ran + "\necho done\n").getBytes(UTF_8));
            rig.startAgent();
            Conversation conversation = new Conversation(rig);

            String once = token(key, "once#1: go");
            for (int i = 0; i < 3; i++) {
                assertEquals("once#1: done", ask(conversation, once), rig::lastLines);
            }
            assertEquals(List.of("run"), Files.readAllLines(ran));
            assertEquals("sim: ready", ask(conversation, "sim"));
            assertEquals("sim: ready, iccid " + Rig.ICCID, ask(conversation, token(key, "sim")));
            assertEquals("once! not-found: no such command", ask(conversation, "once"));

            assertEquals("restart-modem#9: in 2 s", ask(conversation, token(key, "restart-modem#9")));
            String result = later(conversation);
            assertTrue(result.matches("restart-modem#9: done in [0-9]+ s"), result);
            assertEquals("ping#2: pong", ask(conversation, "ping#2"));
        }
    }
}

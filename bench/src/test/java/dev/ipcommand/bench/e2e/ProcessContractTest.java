package dev.ipcommand.bench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The agent as a process: exit statuses and signals. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ProcessContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void shouldEndCleanlyWithinFiveSecondsAfterSigterm() throws Exception {
        try (Rig rig = Matrix.rig(RigOptions.NO_MODEM)) {
            rig.start();

            rig.agent().terminate();

            assertEquals(Optional.of(0), rig.agent().awaitExit(Duration.ofSeconds(5)), rig::lastLines);
        }
    }

    @Test
    void shouldRefuseASecondInstanceAndLeaveTheFirstAlone() throws Exception {
        try (Rig rig = Matrix.rig(RigOptions.NO_MODEM)) {
            rig.start();

            Child second = rig.launch(
                    "second",
                    "ipcommand",
                    "run",
                    "--config",
                    rig.files().configuration().toString());

            assertEquals(Optional.of(3), second.awaitExit(PATIENCE), second::lastLines);
            assertEquals(
                    "LISTENING", rig.agentStatus().path("session").path("state").asText());
        }
    }

    @Test
    void shouldNameTheLineOfAConfigurationError() throws Exception {
        try (Rig rig = Matrix.rig(RigOptions.NO_MODEM)) {
            rig.writeConfiguration();
            Files.writeString(rig.files().configuration(), "\n[device2]\nname = 1\n", StandardOpenOption.APPEND);

            Child agent = rig.launchAgent();

            assertEquals(Optional.of(2), agent.awaitExit(PATIENCE), agent::lastLines);
            assertTrue(agent.lastLines().matches("(?s).*ipcommand\\.toml:\\d+:\\d+: device2.*"), agent::lastLines);
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        Rig rig = Matrix.rig(RigOptions.NO_MODEM);
        rig.start();
        Child agent = rig.agent();
        Child stub = rig.stub();

        rig.close();

        assertFalse(agent.isAlive());
        assertFalse(stub.isAlive());
        assertFalse(Files.exists(rig.files().directory()));
    }
}

package dev.ipcommand.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.link.MessageSource;
import dev.ipcommand.agent.link.ModemPower;
import dev.ipcommand.agent.link.ModemSource;
import dev.ipcommand.agent.link.ResetLog;
import dev.ipcommand.agent.link.SessionWork;
import dev.ipcommand.agent.link.Transport;
import dev.ipcommand.agent.session.LadderTimes;
import dev.ipcommand.agent.session.OutageRecorder;
import dev.ipcommand.agent.session.RecoveryLadder;
import dev.ipcommand.agent.session.Rung;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLoopTest {
    @TempDir
    Path directory = Path.of("");

    /** A native library that does not load is an Error; the thread that does all the work must outlive it. */
    @Test
    void shouldTryAgainAfterAnError() throws Exception {
        CountDownLatch looks = new CountDownLatch(2);
        ModemSource source = new BrokenSource(looks);
        Path config = Files.writeString(directory.resolve("test.toml"), "[modem]\nport = \"/dev/null\"\n");
        Transport transport =
                new Transport((b, n, s) -> {}, new NoMessages(), Optional.empty(), (l, why) -> {}, (l, why) -> {});
        SessionWork work = new SessionWork(
                ConfigLoader.load(config),
                source,
                new SessionWork.Rescue(ModemPower.NONE, ResetLog.open(directory, Clock.systemUTC())),
                transport,
                event -> {});
        RecoveryLadder ladder =
                new RecoveryLadder(LadderTimes.MULTI_IMSI, () -> Duration.ofSeconds(30), false, () -> 0.5);
        try (SessionLoop loop = new SessionLoop(
                work, Clock.systemUTC(), true, new SessionLoop.Recovery(ladder, new NoOutages()), status -> {})) {
            loop.start();

            assertTrue(looks.await(30, TimeUnit.SECONDS), "it looked for the port once and never again");
        }
    }

    private record BrokenSource(CountDownLatch looks) implements ModemSource {
        @Override
        public String findPort() throws ModemException {
            looks.countDown();
            throw new NoClassDefFoundError("a native library");
        }

        @Override
        public Modem open() throws ModemException {
            throw new ModemException(ModemException.Kind.PORT_MISSING, "no port");
        }

        @Override
        public void rebootUnheard() {}

        @Override
        public void abort() {}
    }

    private static final class NoMessages implements MessageSource {
        @Override
        public @Nullable Message peek() {
            return null;
        }

        @Override
        public void taken(long id) {}
    }

    private static final class NoOutages implements OutageRecorder {
        @Override
        public void began(Instant at, String cause) {}

        @Override
        public void tried(Rung rung, Instant at) {}

        @Override
        public void ended(Instant at, Duration lasted) {}
    }
}

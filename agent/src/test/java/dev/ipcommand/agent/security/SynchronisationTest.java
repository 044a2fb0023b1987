package dev.ipcommand.agent.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SynchronisationTest {
    private final AtomicLong nanos = new AtomicLong(-3);

    private static Path program(Path directory, String body) throws IOException {
        Path file = Files.writeString(directory.resolve("timedatectl"), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static Timedatectl timedatectl(Path directory, String body, Duration limit) throws IOException {
        return new Timedatectl(Optional.of(program(directory, body)), directory.resolve("absent"), limit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            echo yes                                                        | true
            [ "$*" = "show -p NTPSynchronized --value" ] && echo yes        | true
            echo no                                                         | false
            echo yes; exit 1                                                | false
            echo 'Failed to connect to bus' >&2; exit 1                     | false
            echo yesterday                                                  | false
            true                                                            | false
            """)
    void shouldTakeAPlainYesAlone(String body, boolean expected, @TempDir Path directory) throws IOException {
        assertEquals(
                expected, timedatectl(directory, body, Duration.ofSeconds(30)).getAsBoolean());
    }

    @Test
    void shouldEndAProgramThatDoesNotEnd(@TempDir Path directory) throws IOException {
        Path pid = directory.resolve("pid");

        assertFalse(timedatectl(directory, "echo $$ > " + pid + "; exec sleep 1000", Duration.ofSeconds(2))
                .getAsBoolean());

        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
        process.ifPresent(handle -> handle.onExit().join());
    }

    @Test
    void shouldLookForTheFileWhereThereIsNoProgram(@TempDir Path directory) throws IOException {
        Path flag = directory.resolve("synchronized");
        Timedatectl none = new Timedatectl(Optional.empty(), flag, Duration.ofSeconds(5));
        Timedatectl gone = new Timedatectl(Optional.of(directory.resolve("gone")), flag, Duration.ofSeconds(5));
        assertFalse(none.getAsBoolean());
        assertFalse(gone.getAsBoolean());

        Files.createFile(flag);
        assertTrue(none.getAsBoolean());
        assertTrue(gone.getAsBoolean());
    }

    @Test
    void shouldBelieveTheProgramBeforeTheFile(@TempDir Path directory) throws IOException {
        Path flag = Files.createFile(directory.resolve("synchronized"));
        Duration limit = Duration.ofSeconds(30);
        Path no = program(directory, "echo no");
        assertFalse(new Timedatectl(Optional.of(no), flag, limit).getAsBoolean(), "set by hand since");

        Path failing = program(directory, "exit 1");
        assertTrue(new Timedatectl(Optional.of(failing), flag, limit).getAsBoolean());
    }

    @Test
    void shouldRememberTheLastAnswerAndWhenItWasAskedFor() {
        AtomicBoolean answer = new AtomicBoolean();
        SynchronisationWatch watch = new SynchronisationWatch(answer::get, nanos::get);
        assertFalse(watch.isSeen());

        watch.ask();
        assertFalse(watch.isSeen());
        assertEquals(Duration.ofMinutes(1), watch.pause());
        answer.set(true);
        watch.ask();
        assertTrue(watch.isSeen());
        assertEquals(Duration.ofMinutes(10), watch.pause());
        assertTrue(watch.isSeenSince(nanos.get()));
        assertFalse(watch.isSeenSince(nanos.get() + 1));
        answer.set(false);
        watch.ask();
        assertFalse(watch.isSeen());
        assertFalse(watch.isSeenSince(nanos.get()));
    }

    @Test
    void shouldAskOnAThreadOfItsOwnAtOnceAndWhenToldTo() throws InterruptedException {
        BlockingQueue<String> askedOn = new LinkedBlockingQueue<>();
        SynchronisationWatch watch = new SynchronisationWatch(
                () -> askedOn.add(Thread.currentThread().getName()), nanos::get);
        try (watch) {
            watch.start();
            assertEquals("clock-watch", askedOn.take());
            watch.askAgain();
            assertEquals("clock-watch", askedOn.take());
        }
        watch.close();
    }

    @Test
    void shouldCloseWhileAQuestionHangs() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch released = new CountDownLatch(1);
        SynchronisationWatch watch = new SynchronisationWatch(
                () -> {
                    hanging.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                        Thread.currentThread().interrupt();
                    }
                    released.countDown();
                    return false;
                },
                nanos::get);
        watch.start();
        hanging.await();

        watch.close();

        released.await();
        assertTrue(interrupted.get());
    }
}

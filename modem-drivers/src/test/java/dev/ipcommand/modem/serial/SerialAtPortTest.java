package dev.ipcommand.modem.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.at.AtPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** jSerialComm on a real tty. The waits are for the kernel, never for a clock of ours. */
@Timeout(20)
class SerialAtPortTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    private AtPort open(Path path) throws ModemException, InterruptedException {
        return SerialAtPort.opener(PortLocator.fixed(path), 115_200).open();
    }

    private static String read(AtPort port) throws IOException {
        byte[] buffer = new byte[4096];
        int count = 0;
        while (count == 0) {
            count = port.read(buffer, SHORT);
        }
        return new String(Arrays.copyOf(buffer, count), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldPassEveryByteBothWaysThroughASymlink(@TempDir Path directory) throws Exception {
        Path link = directory.resolve("modem");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            all.append((char) i);
        }
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            Files.createSymbolicLink(link, terminal.slave());
            try (AtPort port = open(link)) {
                port.write(all.toString().getBytes(StandardCharsets.ISO_8859_1));
                StringBuilder heard = new StringBuilder();
                while (heard.length() < 256) {
                    heard.append(terminal.hear());
                }
                assertEquals(all.toString(), heard.toString());

                terminal.say(all.toString());
                StringBuilder got = new StringBuilder();
                while (got.length() < 256) {
                    got.append(read(port));
                }
                assertEquals(all.toString(), got.toString());
            }
        }
    }

    @Test
    void shouldFindTheDeviceBehindALinkThatHasMoved(@TempDir Path directory) throws Exception {
        Path link = directory.resolve("modem");
        try (PseudoTerminal before = new PseudoTerminal();
                PseudoTerminal after = new PseudoTerminal()) {
            Files.createSymbolicLink(link, before.slave());
            AtPort.Opener opener = SerialAtPort.opener(PortLocator.fixed(link), 115_200);
            try (AtPort port = opener.open()) {
                before.say("old");
                assertEquals("old", read(port));
            }
            Files.delete(link);
            Files.createSymbolicLink(link, after.slave());

            try (AtPort port = opener.open()) {
                after.say("new");
                assertEquals("new", read(port));
            }
        }
    }

    @Test
    void shouldReturnNothingAfterTheTimeoutIfNothingComes() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal();
                AtPort port = open(terminal.slave())) {
            long before = System.nanoTime();

            int count = port.read(new byte[16], SHORT);

            assertEquals(0, count);
            assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(50), "must not spin");
        }
    }

    @Test
    void shouldSayThatThePortIsGoneWhenTheOtherEndHangsUp() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal();
        try (AtPort port = open(terminal.slave())) {
            terminal.close();
            long before = System.nanoTime();

            assertThrows(IOException.class, () -> read(port));

            assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(2));
            assertThrows(IOException.class, () -> port.write(new byte[] {'A', 'T', '\r'}));
        }
    }

    @Test
    void shouldEndAReadWhenAnotherThreadCloses() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            AtPort port = open(terminal.slave());
            var executor = Executors.newSingleThreadExecutor();
            try {
                CompletableFuture<String> reading = CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return read(port);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        executor);

                port.close();

                assertThrows(ExecutionException.class, () -> reading.get(2, TimeUnit.SECONDS));
            } finally {
                executor.shutdownNow();
                assertTrue(executor.awaitTermination(2, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void shouldNotCreateAnAbsentPortNorTakeARegularFile(@TempDir Path directory) throws Exception {
        Path absent = directory.resolve("ttyUSB0");
        Path file = Files.writeString(directory.resolve("ttyUSB1"), "no tty");

        ModemException missing = assertThrows(ModemException.class, () -> open(absent));
        ModemException regular = assertThrows(ModemException.class, () -> open(file));

        assertEquals(ModemException.Kind.PORT_MISSING, missing.kind());
        assertEquals(ModemException.Kind.PORT_MISSING, regular.kind());
        assertTrue(Files.notExists(absent));
    }

    @Test
    void shouldNameWhoHoldsABusyPort() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            Process holder = new ProcessBuilder(
                            "flock", terminal.slave().toString(), "sh", "-c", "echo held; exec sleep 60")
                    .start();
            try {
                assertEquals("held", holder.inputReader().readLine());

                ModemException busy = assertThrows(ModemException.class, () -> open(terminal.slave()));

                assertEquals(ModemException.Kind.PORT_BUSY, busy.kind(), busy.getMessage());
                assertTrue(String.valueOf(busy.getMessage()).contains("pid "), busy.getMessage());
            } finally {
                holder.descendants().forEach(ProcessHandle::destroyForcibly);
                holder.destroyForcibly();
                holder.waitFor();
            }
        }
    }

    @Test
    void shouldNotShareAPortWithAProcessThatLocksNothing() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            Process holder = new ProcessBuilder(
                            "sh", "-c", "exec 3<>" + terminal.slave() + "; echo held; exec sleep 60")
                    .start();
            try {
                assertEquals("held", holder.inputReader().readLine());

                ModemException busy = assertThrows(ModemException.class, () -> open(terminal.slave()));

                assertEquals(ModemException.Kind.PORT_BUSY, busy.kind());
                String named = "held by pid " + holder.pid() + " (";
                assertTrue(String.valueOf(busy.getMessage()).contains(named), busy.getMessage());
            } finally {
                holder.destroyForcibly().waitFor();
            }
            // Gone with the process.
            open(terminal.slave()).close();
        }
    }

    @Test
    void shouldNotTakeTheModemItselfForAHolder() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process modem = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), OtherEnd.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Path slave = Path.of(modem.inputReader().readLine());

            open(slave).close();
        } finally {
            modem.destroyForcibly().waitFor();
        }
    }
}

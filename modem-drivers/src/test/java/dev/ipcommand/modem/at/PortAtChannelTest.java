package dev.ipcommand.modem.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.ModemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What threads add: waits that end, order, no thread left. */
@Timeout(20)
class PortAtChannelTest {
    private static final AtDialect DIALECT =
            new AtDialect(List.of(), List.of(UrcType.starting("+URC:")), Duration.ZERO);

    /** A line in memory; the modem answers at once. */
    private static final class MemoryPort implements AtPort {
        private final BlockingQueue<byte[]> toHost = new LinkedBlockingQueue<>();
        private final Function<String, String> modem;
        private volatile boolean unplugged;
        private volatile boolean closed;

        MemoryPort(Function<String, String> modem) {
            this.modem = modem;
        }

        void say(String text) {
            toHost.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public int read(byte[] buffer, Duration timeout) throws IOException {
            try {
                byte[] next = toHost.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
                if (unplugged || closed) {
                    throw new IOException("EIO");
                }
                if (next == null) {
                    return 0;
                }
                System.arraycopy(next, 0, buffer, 0, next.length);
                return next.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void write(byte[] bytes) {
            String answer = modem.apply(new String(bytes, StandardCharsets.ISO_8859_1));
            if (!answer.isEmpty()) {
                say(answer);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static String answer(String line) {
        return switch (line) {
            case "AT\r" -> "\r\nOK\r\n";
            case "AT+CMEE?\r" -> "\r\n+CMEE: 2\r\n\r\nOK\r\n";
            case "AT+SILENT\r" -> "";
            case "AT+CSQ\r" -> "\r\n+CSQ: 22,99\r\n\r\nOK\r\n";
            default -> "\r\nERROR\r\n";
        };
    }

    private final MemoryPort port = new MemoryPort(PortAtChannelTest::answer);
    private final ExecutorService caller = Executors.newCachedThreadPool();

    private static AtCommand<AtResponse> command(String line) {
        return AtCommand.line(line)
                .claims(Claim.prefixes("+CSQ:"))
                .deadline(Duration.ofMinutes(2))
                .build();
    }

    @AfterEach
    void shouldLeaveNoThread() throws InterruptedException {
        caller.shutdownNow();
        assertTrue(caller.awaitTermination(2, TimeUnit.SECONDS));
        List<String> left = Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("at-"))
                .toList();
        assertEquals(List.of(), left);
    }

    @Test
    void shouldAnswerManyCallersEachWithItsOwn() throws Exception {
        try (AtChannel channel = AtChannel.open(() -> port, DIALECT, AtClock.SYSTEM)) {
            List<CompletableFuture<String>> all = java.util.stream.IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return channel.execute(command("AT+CSQ"))
                                            .last("+CSQ:")
                                            .orElse("");
                                } catch (AtException | InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            caller))
                    .toList();

            for (CompletableFuture<String> one : all) {
                assertEquals("22,99", one.get(5, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void shouldLetAUrcListenerIssueCommands() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (AtChannel channel = AtChannel.open(() -> port, DIALECT, AtClock.SYSTEM)) {
            channel.listen(new Recorder(urc -> {
                try {
                    heard.complete(urc.text() + " then "
                            + channel.execute(command("AT+CSQ")).last("+CSQ:").orElse(""));
                } catch (AtException | InterruptedException e) {
                    heard.completeExceptionally(e);
                }
            }));

            port.say("\r\n+URC: 1\r\n");

            assertEquals("+URC: 1 then 22,99", heard.get(5, TimeUnit.SECONDS));
        }
    }

    private static final class Recorder implements AtChannel.Listener {
        private final java.util.function.Consumer<Urc> urcs;
        final CountDownLatch lost = new CountDownLatch(1);

        Recorder(java.util.function.Consumer<Urc> urcs) {
            this.urcs = urcs;
        }

        @Override
        public void onUrc(Urc urc) {
            urcs.accept(urc);
        }

        @Override
        public void onPortLost(String reason) {
            lost.countDown();
        }

        @Override
        public void onDeaf() {}
    }

    private CompletableFuture<AtResponse> start(AtChannel channel, String line) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return channel.execute(command(line));
                    } catch (AtException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                caller);
    }

    private static ModemException.Kind failureOf(CompletableFuture<?> future) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> future.get(2, TimeUnit.SECONDS));
        Throwable cause = e;
        while (cause != null && !(cause instanceof ModemException)) {
            cause = cause.getCause();
        }
        return cause instanceof ModemException failure ? failure.kind() : ModemException.Kind.UNSUPPORTED;
    }

    @Test
    void shouldEndEveryWaitWithinTwoSecondsOfClosing() throws Exception {
        AtChannel channel = AtChannel.open(() -> port, DIALECT, AtClock.SYSTEM);
        CompletableFuture<AtResponse> inFlight = start(channel, "AT+SILENT");
        CompletableFuture<AtResponse> waiting = start(channel, "AT+SILENT");

        channel.close();

        assertEquals(ModemException.Kind.CLOSED, failureOf(inFlight));
        assertEquals(ModemException.Kind.CLOSED, failureOf(waiting));
        assertThrows(AtException.Closed.class, () -> channel.execute(command("AT+CSQ")));
    }

    @Test
    void shouldFailEverythingAndSaySoWhenThePortGoes() throws Exception {
        try (AtChannel channel = AtChannel.open(() -> port, DIALECT, AtClock.SYSTEM)) {
            Recorder recorder = new Recorder(urc -> {});
            channel.listen(recorder);
            CompletableFuture<AtResponse> inFlight = start(channel, "AT+SILENT");

            port.unplugged = true;

            assertEquals(ModemException.Kind.PORT_GONE, failureOf(inFlight));
            assertTrue(recorder.lost.await(2, TimeUnit.SECONDS));
            assertThrows(AtException.PortGone.class, () -> channel.execute(command("AT+CSQ")));
        }
    }

    @Test
    void shouldPassOnWhyAPortCannotBeOpened() {
        ModemException missing = new ModemException(ModemException.Kind.PORT_MISSING, "none");

        ModemException thrown = assertThrows(
                ModemException.class,
                () -> AtChannel.open(
                        () -> {
                            throw missing;
                        },
                        DIALECT,
                        AtClock.SYSTEM));

        assertEquals(ModemException.Kind.PORT_MISSING, thrown.kind());
    }

    @Test
    void shouldRunTasksInTheOrderOfUrcs() throws Exception {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        try (AtChannel channel = AtChannel.open(() -> port, DIALECT, AtClock.SYSTEM)) {
            channel.listen(new Recorder(urc -> order.add(urc.text())));

            String thread = channel.inOrder(() -> Thread.currentThread().getName());
            port.say("\r\n+URC: 1\r\n\r\n+URC: 2\r\n");

            assertEquals("at-urc", thread);
            assertEquals("+URC: 1", order.poll(5, TimeUnit.SECONDS));
            assertEquals("+URC: 2", order.poll(5, TimeUnit.SECONDS));
            assertFalse(channel.counters().droppedUrcs() > 0);
        }
    }

    @Test
    void shouldCountUrcsThatFindTheQueueFull() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        try (AtChannel channel = AtChannel.open(() -> port, DIALECT, AtClock.SYSTEM)) {
            channel.listen(new Recorder(urc -> {
                held.countDown();
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            port.say("\r\n+URC: 0\r\n");
            assertTrue(held.await(5, TimeUnit.SECONDS));

            for (int i = 0; i < 100; i++) {
                port.say("\r\n+URC: 1\r\n".repeat(10));
            }
            channel.execute(command("AT+CSQ"));

            assertEquals(1000 - UrcQueue.CAPACITY, channel.counters().droppedUrcs());
            hold.countDown();
        }
    }
}

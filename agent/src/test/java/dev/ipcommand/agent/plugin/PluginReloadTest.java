package dev.ipcommand.agent.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.handler.CommandHandler;
import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway runs for years and its handlers are replaced often: an old version must leave nothing behind. */
class PluginReloadTest {
    private static final int RELOADS = 200;
    private static final long COLLECTED_WITHIN_NANOS = 30_000_000_000L;

    /** Leaves in the calling thread what real code leaves: a thread local that holds one of its own objects. */
    private static final String BODY =
            """
            LOCAL.set(new Object[] {this});
            System.getLogger("plugin").log(System.Logger.Level.DEBUG, "a call");
            context.log().log(System.Logger.Level.DEBUG, "a call");
            context.deadline();
            if (Thread.currentThread().getName().isEmpty()) {
                throw new Odd();
            }
            return Reply.text(getClass().getClassLoader().getResource("version").getPath().isEmpty() ? "" : "served");
            """;

    private static final String MEMBERS =
            """
            static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();
            static class Odd extends Exception { }
            """;

    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private final List<PhantomReference<ClassLoader>> loaders = new ArrayList<>();

    /** Notes the class loader of the handler that calls it. */
    private final class Noting extends FakeRegistry.Context {
        @Override
        public Instant deadline() {
            synchronized (loaders) {
                loaders.add(new PhantomReference<>(Thread.currentThread().getContextClassLoader(), collected));
            }
            return Instant.EPOCH;
        }
    }

    @Test
    @Timeout(240)
    void shouldLeaveNoClassLoaderBehindAfter200Reloads(@TempDir Path root) throws Exception {
        try (PluginBench bench = new PluginBench(root)) {
            bench.directory.begin();
            Map<String, byte[]> entries = bench.jars.entries(PluginJars.provider("greet", BODY, MEMBERS), "p.P");
            for (int i = 0; i < RELOADS; i++) {
                reload(bench, entries, i);
            }
            bench.install("a.jar", "greet", "\"last\"");
            bench.settle();
            bench.awaitAllClosed();

            assertEquals(RELOADS, loaders.size());
            assertEquals(RELOADS, PluginBench.closed());
            assertEquals(RELOADS, awaitCollected(RELOADS));
            assertEquals("last", bench.registry.ask("greet"));
            assertEquals(1, bench.copies().size());
        }
    }

    /** What the test above counts would not be counted if something held on to it. */
    @Test
    @Timeout(60)
    void shouldNoticeAClassLoaderThatIsStillInUse(@TempDir Path root) throws Exception {
        try (PluginBench bench = new PluginBench(root)) {
            bench.directory.begin();
            Map<String, byte[]> entries = bench.jars.entries(PluginJars.provider("greet", BODY, MEMBERS), "p.P");
            reload(bench, entries, 0);
            reload(bench, entries, 1);
            bench.awaitAllClosed();

            assertEquals(1, awaitCollected(1));
            System.gc();
            assertTrue(collected.poll() == null);
            assertEquals("served", bench.registry.ask("greet"));
        }
    }

    @Test
    @Timeout(120)
    void shouldAnswerEveryCallWhileVersionsChange(@TempDir Path root) throws Exception {
        String source = PluginJars.provider("greet", "return Reply.text(closed ? \"closed\" : \"open\");")
                .replace("public void close() {", "volatile boolean closed; public void close() { closed = true;");
        try (PluginBench bench = new PluginBench(root)) {
            bench.directory.begin();
            Map<String, byte[]> entries = bench.jars.entries(source, "p.P");
            bench.jars.install(entries, bench.plugins.resolve("a.jar"));
            bench.settle();
            CallHandler greet = new CallHandler(bench.registry, "greet");
            List<Thread> callers = List.of(new Thread(greet), new Thread(greet));
            callers.forEach(Thread::start);

            for (int i = 0; i < 40; i++) {
                int before = greet.calls.get();
                entries.put("version", String.valueOf(i).getBytes(UTF_8));
                bench.jars.install(entries, bench.plugins.resolve("a.jar"));
                bench.settle();
                bench.await(() -> greet.calls.get() > before);
            }
            greet.stop = true;
            for (Thread caller : callers) {
                caller.join();
            }

            bench.awaitAllClosed();
            assertEquals(Set.of("open"), greet.answers);
            assertEquals(40, PluginBench.closed());
        }
    }

    /** Calls a handler as fast as it answers. */
    private static final class CallHandler implements Runnable {
        final AtomicInteger calls = new AtomicInteger();
        final Set<String> answers = ConcurrentHashMap.newKeySet();
        volatile boolean stop;
        private final CommandHandler handler;

        CallHandler(FakeRegistry registry, String name) {
            LoadedHandler loaded = registry.handlers.get(name);
            if (loaded == null) {
                throw new AssertionError("not loaded: " + name);
            }
            this.handler = loaded.handler();
        }

        @Override
        public void run() {
            while (!stop) {
                try {
                    answers.add(FakeRegistry.text(
                            handler.handle(FakeRegistry.command("greet"), new FakeRegistry.Context())));
                } catch (Exception e) {
                    answers.add(e.toString());
                }
                calls.incrementAndGet();
                LockSupport.parkNanos(10_000);
            }
        }
    }

    private void reload(PluginBench bench, Map<String, byte[]> entries, int version)
            throws IOException, InterruptedException, ExecutionException {
        entries.put("version", String.valueOf(version).getBytes(UTF_8));
        bench.jars.install(entries, bench.plugins.resolve("a.jar"));
        bench.settle();
        String answer =
                FakeRegistry.text(bench.registry.begin("greet", new Noting()).get());
        assertEquals("served", answer);
    }

    /** Collects garbage until enough loaders are gone; how many distinct ones are. */
    private int awaitCollected(int expected) throws InterruptedException {
        Set<Reference<? extends ClassLoader>> gone = new HashSet<>();
        long begin = System.nanoTime();
        while (gone.size() < expected && System.nanoTime() - begin < COLLECTED_WITHIN_NANOS) {
            System.gc();
            Reference<? extends ClassLoader> next = collected.remove(100);
            while (next != null) {
                gone.add(next);
                next = collected.poll();
            }
        }
        return gone.size();
    }
}

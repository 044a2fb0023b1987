package dev.ipcommand.agent.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the handlers follow the jars in the directory. */
@Timeout(60)
class PluginDirectoryTest {
    @TempDir
    Path root = Path.of("unset");

    private PluginBench bench = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static PluginBench unset() {
        return null;
    }

    @BeforeEach
    void make() throws IOException {
        bench = new PluginBench(root);
        bench.directory.begin();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A context in whose {@code remaining()} a handler waits until the test lets it go on. */
    private static final class Gate extends FakeRegistry.Context {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        @Override
        public Duration remaining() {
            entered.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Duration.ZERO;
        }
    }

    @Test
    void shouldFollowWhatIsAddedReplacedAndRemoved() throws Exception {
        bench.install("a.jar", "greet", "\"one\"");
        bench.settle();
        assertEquals("one", bench.registry.ask("greet"));
        LoadedHandler kept = bench.registry.handlers.get("greet");

        bench.install("a.jar", "greet", "\"two\"");
        bench.settle();
        assertEquals("two", bench.registry.ask("greet"));
        assertEquals(kept, bench.registry.handlers.get("greet"));

        Files.delete(bench.plugins.resolve("a.jar"));
        bench.settle();
        assertEquals(Map.of(), bench.registry.handlers);
        assertNotNull(kept);
        Reply late = kept.handler().handle(FakeRegistry.command("greet"), new FakeRegistry.Context());
        assertEquals("not-found: no such command", FakeRegistry.text(late));
        bench.awaitAllClosed();
        assertEquals(2, PluginBench.closed());
        assertEquals(List.of(), bench.copies());
        assertEquals(Map.of(), bench.problems());
    }

    @Test
    void shouldCloseAnOldVersionOnceAfterItsLastCall() throws Exception {
        bench.install("a.jar", "greet", "\"one\" + context.remaining().isZero()");
        bench.settle();
        Gate first = new Gate();
        Gate second = new Gate();
        Future<Reply> firstCall = bench.registry.begin("greet", first);
        Future<Reply> secondCall = bench.registry.begin("greet", second);
        first.entered.await();
        second.entered.await();

        bench.install("a.jar", "greet", "\"two\"");
        bench.settle();

        assertEquals("two", bench.registry.ask("greet"));
        first.open.countDown();
        assertEquals("onetrue", FakeRegistry.text(firstCall.get()));
        bench.directory.scan();
        assertEquals(0, PluginBench.closed());
        assertEquals(2, bench.copies().size());
        second.open.countDown();
        assertEquals("onetrue", FakeRegistry.text(secondCall.get()));
        bench.awaitAllClosed();
        assertEquals(1, PluginBench.closed());
        assertEquals(1, bench.copies().size());
        assertEquals("two", bench.registry.ask("greet"));
    }

    @Test
    void shouldLoadACopyThatNobodyElseCanRead() throws Exception {
        bench.install("a.jar", "greet", "\"one\"");
        bench.settle();

        Path copies = bench.state.resolve("plugins");
        assertTrue(bench.copies().get(0).matches("[0-9a-f]{64}\\.jar"));
        Path copy = copies.resolve(bench.copies().get(0));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copies)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
        // Overwritten in place, which would break the classes of a jar in use.
        Files.write(bench.plugins.resolve("a.jar"), new byte[100]);
        assertEquals("one", bench.registry.ask("greet"));
    }

    @Test
    void shouldLeaveAFileAloneThatIsStillBeingWritten() throws Exception {
        bench.directory.scan();
        bench.install("a.jar", "greet", "\"one\"");
        bench.directory.scan();
        bench.install("a.jar", "greet", "\"two\"");
        bench.directory.scan();
        assertEquals(List.of(), bench.copies());

        bench.settle();

        assertEquals("two", bench.registry.ask("greet"));
        assertEquals(1, bench.registry.replaced.get());
    }

    @Test
    void shouldKeepServingWhatCannotBeCopiedNow() throws Exception {
        bench.install("a.jar", "greet", "\"one\"");
        bench.settle();
        Path copies = bench.state.resolve("plugins");
        Path aside = Files.move(copies, root.resolve("aside"));
        Files.createFile(copies);
        bench.install("a.jar", "greet", "\"two\"");
        bench.settle();
        assertEquals("one", bench.registry.ask("greet"));
        String problem = bench.problems().getOrDefault("a.jar", "");
        assertTrue(problem.startsWith("cannot be copied: "), problem);
        assertTrue(problem.endsWith("type: touch " + bench.plugins.resolve("a.jar")), problem);

        Files.delete(copies);
        Files.move(aside, copies);
        Files.setLastModifiedTime(bench.plugins.resolve("a.jar"), FileTime.fromMillis(1_000_000));
        bench.settle();
        assertEquals("two", bench.registry.ask("greet"));
        assertEquals(Map.of(), bench.problems());
    }

    @Test
    void shouldNotReloadWhatWasOnlyTouched() throws Exception {
        bench.install("a.jar", "greet", "\"one\"");
        bench.settle();

        Files.setLastModifiedTime(bench.plugins.resolve("a.jar"), FileTime.fromMillis(1_000_000));
        bench.settle();

        bench.awaitAllClosed();
        assertEquals(0, PluginBench.closed());
        assertEquals(1, bench.copies().size());
    }

    @Test
    void shouldTakeConcurrencyAndRepeatableFromTheProvider() throws Exception {
        String members = "public int concurrency() { return 3; } public boolean repeatable() { return true; }";
        bench.jars.install(
                bench.jars.entries(PluginJars.provider("a", "return Reply.none();", members), "p.P"),
                bench.plugins.resolve("a.jar"));
        bench.install("b.jar", "b", "\"b\"");
        bench.settle();

        LoadedHandler a = bench.registry.handlers.get("a");
        LoadedHandler b = bench.registry.handlers.get("b");
        assertNotNull(a);
        assertNotNull(b);
        assertEquals(List.of(3, true, "a.jar"), List.of(a.concurrency(), a.repeatable(), a.jar()));
        assertEquals(List.of(1, false, "b.jar"), List.of(b.concurrency(), b.repeatable(), b.jar()));
    }

    @Test
    void shouldServeANameInTwoJarsFromNeither() throws Exception {
        bench.install("a.jar", "greet", "\"a\"");
        bench.settle();
        assertEquals("a", bench.registry.ask("greet"));

        bench.install("b.jar", "greet", "\"b\"");
        bench.install("c.jar", "other", "\"c\"");
        bench.settle();
        assertEquals(Set.of("other"), bench.registry.handlers.keySet());
        assertEquals(
                Map.of("handler greet", "in more than one jar, so none of them answers it: a.jar, b.jar"),
                bench.problems());

        Files.delete(bench.plugins.resolve("a.jar"));
        bench.settle();
        assertEquals("b", bench.registry.ask("greet"));
        assertEquals(Map.of(), bench.problems());
    }

    @Test
    void shouldRefuseABuiltInsNameAndKeepTheRestOfTheJar() throws Exception {
        String source = PluginJars.with(
                PluginJars.provider("ping", "return Reply.text(\"pong\");"), PluginJars.nested("Q", "\"mine\""));
        Map<String, byte[]> both = bench.jars.entries(source, "p.P", "p.P$Q");
        bench.jars.install(both, bench.plugins.resolve("a.jar"));
        bench.settle();

        assertEquals(Set.of("mine"), bench.registry.handlers.keySet());
        assertEquals(Map.of("a.jar", "the name belongs to a built-in handler, not used: ping"), bench.problems());
    }

    @Test
    void shouldShowAPluginTheJdkAndTheApiOnly() throws Exception {
        String see =
                """
                StringBuilder seen = new StringBuilder();
                for (String name : new String[] {"dev.ipcommand.agent.Main", "org.tomlj.Toml", "p.P",
                        "java.sql.Connection", "dev.ipcommand.handler.Reply"}) {
                    try { Class.forName(name); seen.append('1'); } catch (ClassNotFoundException e) { seen.append('0'); }
                }
                seen.append(getClass().getClassLoader().getResource("log4j.x") == null);
                seen.append(getClass().getClassLoader().getResource("tinylog.properties") == null);
                seen.append(Thread.currentThread().getContextClassLoader() == getClass().getClassLoader());
                try (java.io.InputStream in = getClass().getResource("/p/P.class").openStream()) { seen.append(in.read()); }
                return Reply.text(seen.toString());
                """;
        bench.jars.install(bench.jars.entries(PluginJars.provider("see", see), "p.P"), bench.plugins.resolve("a.jar"));
        bench.settle();

        assertEquals("00111truetruetrue" + 0xCA, bench.registry.ask("see"));
    }

    @Test
    void shouldHandSettingsOverAndNameThoseThatCannotBeUsed() throws Exception {
        String create =
                """
                public CommandHandler create(HandlerSettings settings) throws InvalidSettingException {
                    if (settings.get("greeting").isEmpty()) {
                        throw new InvalidSettingException("greeting", "nothing", "text");
                    }
                    return new H(settings);
                }
                """;
        Map<String, byte[]> jar = bench.jars.entries(
                PluginJars.provider("greet", "return Reply.text(settings.get(\"greeting\").get());", create), "p.P");
        bench.jars.install(jar, bench.plugins.resolve("a.jar"));
        bench.settle();
        assertEquals(
                Map.of("a.jar", "[handler.greet.settings] greeting: nothing cannot be used, allowed: text"),
                bench.problems());

        bench.registry.settings.put("greet", Map.of("greeting", "hi"));
        bench.jars.install(jar, bench.plugins.resolve("a.jar"));
        bench.settle();
        assertEquals("hi", bench.registry.ask("greet"));
        assertEquals(Map.of(), bench.problems());
    }

    @Test
    void shouldRefuseAJarThatOthersCanChangeAndSayWhatToType() throws Exception {
        bench.install("a.jar", "greet", "\"one\"");
        bench.settle();
        Path jar = bench.plugins.resolve("a.jar");

        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        bench.settle();
        assertEquals(Map.of(), bench.registry.handlers);
        assertEquals(Map.of("a.jar", "others may write to it; type: chmod go-w " + jar), bench.problems());

        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        bench.settle();
        assertEquals("one", bench.registry.ask("greet"));
        assertEquals(Map.of(), bench.problems());
    }

    @Test
    void shouldRefuseEveryJarInADirectoryThatOthersCanChange() throws Exception {
        bench.install("a.jar", "greet", "\"one\"");
        Files.setPosixFilePermissions(bench.plugins, PosixFilePermissions.fromString("rwxrwxr-x"));
        bench.settle();

        assertEquals(Map.of(), bench.registry.handlers);
        String problem = bench.problems().getOrDefault(bench.plugins.toString(), "");
        assertTrue(problem.startsWith("no jar is used"), problem);
        assertTrue(problem.endsWith("type: chmod go-w " + bench.plugins), problem);
    }

    @Test
    void shouldRefuseLinksAndNamesThatCannotBeTyped() throws Exception {
        bench.install("a.jar", "greet", "\"one\"");
        Path elsewhere = Files.move(bench.plugins.resolve("a.jar"), root.resolve("elsewhere.jar"));
        Files.createSymbolicLink(bench.plugins.resolve("link.jar"), elsewhere);
        Files.copy(elsewhere, bench.plugins.resolve("a b.jar"));
        bench.settle();

        assertEquals(Map.of(), bench.registry.handlers);
        assertEquals(Set.of("link.jar", "a b.jar"), bench.problems().keySet());
    }

    @Test
    void shouldRemoveCopiesOfEarlierRunsAndNothingElse() throws Exception {
        Path copies = Files.createDirectory(bench.state.resolve("plugins"));
        Files.createFile(copies.resolve("0".repeat(64) + ".jar"));
        Files.createFile(copies.resolve("copying123"));
        Files.createFile(copies.resolve("mine.jar"));

        bench.directory.begin();

        assertEquals(List.of("mine.jar"), bench.copies());
    }

    @Test
    void shouldDoWithoutADirectory() throws Exception {
        Files.delete(bench.plugins);

        bench.directory.start();

        assertEquals(Map.of(), bench.problems());
        assertFalse(Files.exists(bench.state.resolve("plugins")));
    }

    @Test
    void shouldLoadAtStartAndNoticeChangesByItself() throws Exception {
        bench.install("a.jar", "a", "\"a\"");
        bench.directory.start();
        assertEquals("a", bench.registry.ask("a"));

        bench.install("b.jar", "b", "\"b\"");
        Files.delete(bench.plugins.resolve("a.jar"));

        while (!bench.registry.handlers.keySet().equals(Set.of("b"))) {
            LockSupport.parkNanos(10_000_000);
        }
        assertEquals("b", bench.registry.ask("b"));
    }

    @Test
    void shouldCloseHandlersWhenTheAgentStops() throws Exception {
        bench.install("a.jar", "a", "\"a\"");
        bench.install("b.jar", "b", "\"b\"");
        bench.settle();

        bench.directory.close();

        assertEquals(2, PluginBench.closed());
        assertSame(0, bench.registry.handlers.size());
    }
}

package dev.ipcommand.agent.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jars that cannot be used are named and disturb no other. */
@Timeout(60)
class HostileJarTest {
    private static final long TEN_SECONDS = 10_000_000_000L;

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
        System.clearProperty("plugin.release");
        bench.install("good.jar", "good", "\"good\"");
    }

    @AfterEach
    void close() {
        System.setProperty("plugin.release", "now");
        bench.close();
    }

    private void installBad(Map<String, byte[]> entries) throws IOException {
        bench.jars.install(entries, bench.plugins.resolve("bad.jar"));
    }

    private void assertRefused(String reason) throws Exception {
        assertEquals(Set.of("bad.jar"), bench.problems().keySet());
        String found = bench.problems().getOrDefault("bad.jar", "");
        assertTrue(found.contains(reason), found);
        assertEquals(Set.of("good"), bench.registry.handlers.keySet());
        assertEquals("good", bench.registry.ask("good"));
        assertEquals(1, bench.copies().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            public String name() { return null; }             | p.P.name() returned null
            public String name() { return "A\\nB"; }          | p.P.name() returned "A B"
            public String name() { throw new StackOverflowError(); } | p.P.name() failed: StackOverflowError
            public int concurrency() { return 0; }            | p.P.concurrency() returned 0
            public boolean repeatable() { throw new IllegalStateException("a\\nb"); } | p.P.repeatable() failed: IllegalStateException: a b
            public CommandHandler create(HandlerSettings s) { return null; } | p.P.create() returned null
            public CommandHandler create(HandlerSettings s) { throw new NoClassDefFoundError("x/Y"); } | NoClassDefFoundError: x/Y
            public CommandHandler create(HandlerSettings s) { throw new RuntimeException() { public String getMessage() { throw new RuntimeException(); } }; } | cannot say more
            public P() { throw new OutOfMemoryError("not really"); } | OutOfMemoryError: not really
            static { if (true) throw new IllegalStateException("static"); } | because of IllegalStateException: static
            private P() { }                                   | ServiceConfigurationError
            """)
    void shouldNameWhatAProviderDoesWrong(String member, String reason) throws Exception {
        installBad(bench.jars.entries(PluginJars.provider("bad", "return Reply.none();", member), "p.P"));

        bench.settle();

        assertRefused(reason);
    }

    @Test
    void shouldNameAJarWithoutProviders() throws Exception {
        installBad(new TreeMap<>(Map.of("a", new byte[1])));
        bench.settle();
        assertRefused("has no META-INF/services/");

        installBad(new TreeMap<>(Map.of(PluginJars.SERVICES, "# none\n".getBytes(UTF_8))));
        bench.settle();
        assertRefused("names no provider");
    }

    @Test
    void shouldNameAProviderThatIsMissingOrIsNone() throws Exception {
        installBad(new TreeMap<>(Map.of(PluginJars.SERVICES, "p.Missing".getBytes(UTF_8))));
        bench.settle();
        assertRefused("Provider p.Missing not found");

        installBad(new TreeMap<>(Map.of(PluginJars.SERVICES, "java.lang.String".getBytes(UTF_8))));
        bench.settle();
        assertRefused("names no provider");

        installBad(new TreeMap<>(Map.of(PluginJars.SERVICES, "p.P".getBytes(UTF_8), "p/P.class", new byte[9])));
        bench.settle();
        assertRefused("ClassFormatError");
    }

    @Test
    void shouldRefuseWhatIsNoZip() throws Exception {
        Path jar = Files.write(bench.plugins.resolve("bad.jar"), new byte[5000]);
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        bench.settle();
        assertRefused("is not a jar: ");

        Files.write(jar, new byte[0]);
        bench.settle();
        assertRefused("is not a jar: ");
    }

    @Test
    void shouldRefuseWhatIsTooBig() throws Exception {
        try (RandomAccessFile big =
                new RandomAccessFile(bench.plugins.resolve("bad.jar").toFile(), "rw")) {
            big.setLength(JarCopies.MAX_BYTES + 1L);
        }
        Files.setPosixFilePermissions(bench.plugins.resolve("bad.jar"), PosixFilePermissions.fromString("rw-r--r--"));
        bench.settle();

        assertRefused("more than 33554432 bytes");
    }

    @Test
    void shouldRefuseTooManyProvidersAndTooManyNames() throws Exception {
        Map<String, byte[]> entries = bench.jars.entries(PluginJars.provider("bad", "return Reply.none();"), "p.P");
        entries.put(PluginJars.SERVICES, new byte[70_000]);
        installBad(entries);
        bench.settle();
        assertRefused("has more than 65536 bytes");

        String nested = IntStream.range(0, 64)
                .mapToObj(i -> PluginJars.nested("P" + i, "\"b" + i + "\""))
                .collect(Collectors.joining("\n"));
        String[] providers = Stream.concat(
                        Stream.of("p.P"), IntStream.range(0, 64).mapToObj(i -> "p.P$P" + i))
                .toArray(String[]::new);
        String source = PluginJars.with(PluginJars.provider("bad", "return Reply.none();"), nested);
        installBad(bench.jars.entries(source, providers));
        bench.settle();
        assertRefused("more than 64 providers");
    }

    @Test
    void shouldRefuseAClassPathThatNobodyHasChecked() throws Exception {
        Map<String, byte[]> entries = bench.jars.entries(PluginJars.provider("bad", "return Reply.none();"), "p.P");
        entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: /tmp/x.jar\n\n".getBytes(UTF_8));
        installBad(entries);
        bench.settle();

        assertRefused("has a Class-Path in its manifest");
    }

    @Test
    void shouldTakeARunningHandlerOutWhenItsNextVersionIsRefused() throws Exception {
        bench.install("bad.jar", "bad", "\"still good\"");
        bench.settle();
        assertEquals("still good", bench.registry.ask("bad"));

        installBad(new TreeMap<>(Map.of("a", new byte[1])));
        bench.settle();
        bench.awaitAllClosed();

        assertRefused("has no META-INF/services/");
        assertEquals(1, PluginBench.closed());
    }

    @Test
    void shouldCloseWhatItHasMadeWhenALaterProviderFails() throws Exception {
        String source =
                PluginJars.with(PluginJars.provider("bad", "return Reply.none();"), PluginJars.nested("Two", "null"));
        installBad(bench.jars.entries(source, "p.P", "p.P$Two"));
        bench.settle();

        assertRefused("p.P$Two.name() returned null");
        assertEquals(1, PluginBench.closed());
    }

    @Test
    void shouldRefuseACreateThatHangsAndLoadTheOthersMeanwhile() throws Exception {
        // Ignores its interrupt until the test ends it.
        String create =
                """
                public CommandHandler create(HandlerSettings settings) {
                    System.setProperty("plugin.creating", "1");
                    while (System.getProperty("plugin.release") == null) {
                        try { Thread.sleep(5); } catch (InterruptedException e) { System.setProperty("plugin.interrupted", "1"); }
                    }
                    return new H(settings);
                }
                """;
        System.clearProperty("plugin.interrupted");
        System.clearProperty("plugin.creating");
        installBad(bench.jars.entries(PluginJars.provider("bad", "return Reply.none();", create), "p.P"));
        bench.directory.scan();
        bench.directory.scan();
        bench.await(() -> bench.registry.handlers.containsKey("good"));
        bench.await(() -> System.getProperty("plugin.creating") != null);
        assertFalse(bench.directory.plugins().isSettled());

        bench.nanos.addAndGet(TEN_SECONDS - 1);
        bench.directory.scan();
        assertEquals(Map.of(), bench.problems());
        bench.nanos.addAndGet(1);
        bench.directory.scan();

        assertEquals(Map.of("bad.jar", "p.P.create() was not done in 10 s"), bench.problems());
        bench.await(() -> System.getProperty("plugin.interrupted") != null);
        System.setProperty("plugin.release", "now");
        bench.await(() -> PluginBench.closed() == 1);
        while (bench.copies().size() > 1) {
            Thread.onSpinWait();
        }
        assertRefused("was not done in 10 s");
    }

    @Test
    void shouldLetAReplacedVersionsCloseHangAndServeTheNewOne() throws Exception {
        String source = PluginJars.provider("bad", "return Reply.text(\"one\");")
                .replace(
                        "public void close() {",
                        "public void close() { while (true) { try { Thread.sleep(5); if (System.getProperty(\"plugin.release\") != null) return; } catch (InterruptedException e) { } } } void unused() {");
        installBad(bench.jars.entries(source, "p.P"));
        bench.settle();
        bench.install("bad.jar", "bad", "\"two\"");
        bench.settle();

        assertEquals("two", bench.registry.ask("bad"));
        assertFalse(bench.directory.plugins().isAllClosed());
        bench.nanos.addAndGet(TEN_SECONDS);
        bench.directory.scan();
        assertTrue(bench.directory.plugins().isAllClosed());
        assertEquals("two", bench.registry.ask("bad"));
        assertEquals(
                List.of("bad", "good"),
                bench.registry.handlers.keySet().stream().sorted().toList());
    }
}

package dev.ipcommand.agent.plugin;

import dev.ipcommand.agent.system.FileTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A plugin directory on a test bench: its clock and its looks are turned by hand. */
final class PluginBench implements AutoCloseable {
    final Path plugins;
    final Path state;
    final PluginJars jars;
    final FakeRegistry registry = new FakeRegistry();
    final AtomicLong nanos = new AtomicLong(1_000);
    final PluginDirectory directory;

    PluginBench(Path root) throws IOException {
        plugins = Files.createDirectory(root.resolve("plugins"));
        state = Files.createDirectory(root.resolve("state"));
        jars = new PluginJars(Files.createDirectory(root.resolve("work")));
        directory = new PluginDirectory(plugins, state, FileTrust.ofThisUser(), registry, nanos::get);
        System.clearProperty("plugin.closed");
    }

    /** Installs a jar with one handler that answers with an expression. */
    void install(String jar, String name, String expression) throws IOException {
        String source = PluginJars.provider(name, "return Reply.text(" + expression + ");");
        jars.install(jars.entries(source, "p.P"), plugins.resolve(jar));
    }

    /** Looks twice, which is when a new file is taken, and waits for what is being opened. */
    void settle() {
        directory.scan();
        directory.scan();
        await(directory.plugins()::isSettled);
    }

    /** Steps until something has become true; the test's own timeout bounds it. */
    void await(BooleanSupplier condition) {
        directory.plugins().step();
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(500_000);
            directory.plugins().step();
        }
    }

    void awaitAllClosed() {
        await(directory.plugins()::isAllClosed);
    }

    /** How many handlers were closed so far. */
    static int closed() {
        return System.getProperty("plugin.closed", "").length();
    }

    Map<String, String> problems() {
        return directory.problems();
    }

    List<String> copies() throws IOException {
        Path copies = state.resolve("plugins");
        if (!Files.exists(copies)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(copies)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void close() {
        directory.close();
        registry.close();
    }
}

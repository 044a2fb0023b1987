package dev.ipcommand.agent.plugin;

import dev.ipcommand.agent.command.CommandGrammar;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.CommandHandlerProvider;
import dev.ipcommand.handler.InvalidSettingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * The opening of one jar: finds its providers and makes their handlers, all or none.
 *
 * <p>That is foreign code, so it has a thread of its own, {@code plugin-load}. Whoever waits for it may abandon it at any
 * moment; what it has made by then, or makes later, it closes itself.
 *
 * <p><b>Threading.</b> Made and asked by one thread.
 */
final class Opening {
    static final int MAX_PROVIDERS = 64;
    private static final String SERVICES = "META-INF/services/" + CommandHandlerProvider.class.getName();
    private static final int MAX_SERVICES_BYTES = 1 << 16;

    private final Plugin plugin;
    private final PluginRegistry registry;
    private final JarCopies copies;
    private final ForeignTask task;
    private final List<String> builtInNames = new ArrayList<>();
    private volatile String step = "reading it";
    private String refusal = "";
    private boolean finished;
    private boolean abandoned;

    /** @param ended called on the opening thread when there is something to collect */
    Opening(Plugin plugin, PluginRegistry registry, JarCopies copies, Runnable ended, long now) {
        this.plugin = plugin;
        this.registry = registry;
        this.copies = copies;
        this.task = new ForeignTask("plugin-load", plugin.loader(), this::run, ended, now);
    }

    void start() {
        task.start();
    }

    ForeignTask task() {
        return task;
    }

    /** The opened plugin; ask only when the task is done and there is no refusal. */
    Plugin plugin() {
        return plugin;
    }

    /** Why the jar is refused; empty if it is not. */
    synchronized String refusal() {
        return refusal;
    }

    /** What it was doing last. */
    String step() {
        return step;
    }

    /** The names in the jar that it may not have. */
    synchronized List<String> builtInNames() {
        return List.copyOf(builtInNames);
    }

    /** Nobody waits for it any more: it is interrupted, and disposes of what it makes. False if it had ended before. */
    synchronized boolean abandon() {
        if (!finished) {
            abandoned = true;
            task.interrupt();
        }
        return !finished;
    }

    // A static initialiser and a class that is not there throw errors; none may end anything but this jar.
    @SuppressWarnings("CatchThrowable")
    private void run() {
        String problem = "";
        try {
            open();
        } catch (PluginRefusedException e) {
            problem = e.reason();
        } catch (Throwable e) {
            problem = Foreign.line(step + " failed: " + Foreign.describe(e));
        }
        boolean kept;
        synchronized (this) {
            finished = true;
            refusal = problem;
            kept = problem.isEmpty() && !abandoned;
        }
        if (!kept) {
            plugin.retire();
            plugin.close();
            copies.release(plugin.copy());
        }
    }

    private void open() throws PluginRefusedException {
        checkFile();
        Set<String> names = new HashSet<>();
        step = "looking for its providers";
        Iterator<CommandHandlerProvider> providers = ServiceLoader.load(CommandHandlerProvider.class, plugin.loader())
                .iterator();
        int count = 0;
        while (providers.hasNext()) {
            if (++count > MAX_PROVIDERS) {
                throw new PluginRefusedException("more than " + MAX_PROVIDERS + " providers");
            }
            step = "making provider " + count;
            add(providers.next(), names);
        }
        if (count == 0) {
            throw new PluginRefusedException(SERVICES + " names no provider");
        }
    }

    private void checkFile() throws PluginRefusedException {
        try (JarFile jar = new JarFile(plugin.copy().file().toFile(), false)) {
            ZipEntry services = jar.getEntry(SERVICES);
            if (services == null) {
                throw new PluginRefusedException("has no " + SERVICES + ": write its provider's class name there");
            }
            if (services.getSize() > MAX_SERVICES_BYTES) {
                throw new PluginRefusedException(SERVICES + " has more than " + MAX_SERVICES_BYTES + " bytes");
            }
            Manifest manifest = jar.getManifest();
            if (manifest != null && manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH)) {
                // Those files would be loaded unchecked, from wherever it says.
                throw new PluginRefusedException("has a Class-Path in its manifest: put its libraries into the jar");
            }
        } catch (IOException e) {
            throw new PluginRefusedException("is not a jar: " + e.getMessage());
        }
    }

    private void add(CommandHandlerProvider provider, Set<String> names) throws PluginRefusedException {
        String type = provider.getClass().getName();
        step = type + ".name()";
        String name = checkedName(provider.name(), type);
        if (!names.add(name)) {
            throw new PluginRefusedException("has two providers of " + name);
        }
        if (registry.isBuiltIn(name)) {
            synchronized (this) {
                builtInNames.add(name);
            }
            return;
        }
        step = type + ".concurrency()";
        int concurrency = provider.concurrency();
        if (concurrency < 1) {
            throw new PluginRefusedException(step + " returned " + concurrency + ", allowed: 1 and more");
        }
        step = type + ".repeatable()";
        boolean repeatable = provider.repeatable();
        step = type + ".create()";
        plugin.add(new ServedHandler(name, concurrency, repeatable, create(provider, name), plugin));
    }

    // Foreign code is not checked for null by our compiler.
    private static String checkedName(String name, String type) throws PluginRefusedException {
        if (name == null || !CommandGrammar.isName(name)) {
            String shown = name == null ? "null" : '"' + Foreign.line(name) + '"';
            throw new PluginRefusedException(
                    type + ".name() returned " + shown + ": not a command's (a-z, then a-z 0-9 - _ ., up to 64)");
        }
        return name;
    }

    private CommandHandler create(CommandHandlerProvider provider, String name) throws PluginRefusedException {
        try {
            CommandHandler handler = provider.create(registry.settingsFor(name));
            if (handler == null) {
                throw new PluginRefusedException(step + " returned null");
            }
            return handler;
        } catch (InvalidSettingException e) {
            throw new PluginRefusedException("[handler." + name + ".settings] " + e.getMessage());
        }
    }
}

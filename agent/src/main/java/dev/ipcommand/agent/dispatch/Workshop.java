package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.Route;
import dev.ipcommand.agent.plugin.LoadedHandler;
import dev.ipcommand.agent.plugin.PluginDirectory;
import dev.ipcommand.agent.system.FileTrust;
import dev.ipcommand.handler.CommandHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The handlers of a configuration without an agent: found by the agent's own code, listed, and run under the agent's own
 * limits. Nothing is sent, no journal is asked or written, and an agent that runs meanwhile is not touched: jars are
 * copied to a directory of this object's own.
 *
 * <p>Jars are opened as the agent opens them, so their providers make their handlers. Files are trusted as if the calling
 * user ran the agent.
 *
 * <p><b>Threading.</b> One thread. <b>Failures.</b> {@code open} throws {@code IOException} if there is no temporary
 * directory; what is wrong with handlers is in {@link #problems}.
 */
public final class Workshop implements AutoCloseable {
    private final AgentConfig config;
    private final HandlerRegistry registry;
    private final Path scratch;
    private final TrialRun trials;
    private final PluginDirectory jars;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> jarNames = new ConcurrentHashMap<>();
    private final Sayings sayings = new Sayings();

    private Workshop(AgentConfig config, HandlerRegistry registry, Path scratch) throws IOException {
        this.config = config;
        this.registry = registry;
        this.scratch = scratch;
        Path work = Files.createDirectory(scratch.resolve("work"));
        FileTrust trust = FileTrust.ofThisUserAndOwnerOf(config.source());
        ScriptHost host = new ScriptHost(work, () -> true, ScriptTools.find(), this::heard);
        this.trials = new TrialRun(sayings);
        this.jars = new PluginDirectory(
                config.handlers().plugins(), scratch, trust, new PluginHandlers(registry, trials.pool(), this::heard));
        jars.start();
        ScriptReader reader = new ScriptReader(trust, config.keys().keySet(), host);
        new ScriptDirectory(config.handlers().directory(), reader, registry, () -> {}, problems::add).scan();
        new TreeMap<>(jars.problems()).forEach((jar, reason) -> problems.add("not used: " + jar + ": " + reason));
    }

    /**
     * Looks for handlers, for up to 5 s.
     *
     * @param registry with the handlers that come with the agent
     */
    public static Workshop open(AgentConfig config, HandlerRegistry registry) throws IOException {
        Path scratch = Files.createTempDirectory("ipcommand-handlers-");
        try {
            return new Workshop(config, registry, scratch);
        } catch (IOException | RuntimeException e) {
            ScriptHost.remove(scratch);
            throw e;
        }
    }

    private void heard(String handler, String text, long total) {
        sayings.add(text);
        if (total > ScriptProcess.MAX_STDERR) {
            sayings.add("… " + total + " bytes in all");
        }
    }

    /** Every handler that an agent would have, sorted by name. */
    public List<ListedHandler> handlers() {
        return registry.all().stream().map(this::listed).toList();
    }

    /** One of them. */
    public Optional<ListedHandler> handler(String name) {
        return Optional.ofNullable(registry.get(name)).map(this::listed);
    }

    /** What is not used or not as it was meant, each with its reason and, where there is one, the command to type. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        for (String name : new TreeSet<>(config.handlerPolicies().keySet())) {
            if (registry.get(name) == null) {
                all.add("no handler: " + table(name) + " is configured, and nothing has that name");
            }
        }
        for (Route route : config.routes()) {
            if (registry.get(route.handler()) == null) {
                all.add("no handler: a [[route]] leads to " + route.handler() + ", and nothing has that name");
            }
        }
        return all;
    }

    private ListedHandler listed(RegisteredHandler handler) {
        String name = handler.name();
        ListedHandler.Kind kind = kind(name);
        String where =
                switch (kind) {
                    case BUILT_IN -> "";
                    case SCRIPT -> config.handlers().directory().resolve(name).toString();
                    case JAVA ->
                        config.handlers()
                                .plugins()
                                .resolve(jarNames.getOrDefault(name, ""))
                                .toString();
                };
        List<String> allow = handler.policy().allowed();
        return new ListedHandler(
                name,
                kind,
                where,
                allow,
                allow.isEmpty() ? unlock(name) : "",
                Duration.ofNanos(handler.terms().deadlineNanos()),
                registry.description(name));
    }

    private ListedHandler.Kind kind(String name) {
        if (registry.isFixed(name)) {
            return ListedHandler.Kind.BUILT_IN;
        }
        return registry.isTaken(name) ? ListedHandler.Kind.JAVA : ListedHandler.Kind.SCRIPT;
    }

    private String unlock(String name) {
        HandlerPolicy configured = config.handlerPolicies().get(name);
        return configured == null || configured.allow().isEmpty()
                ? "add allow to " + table(name)
                : "its " + name + ".toml allows none of whom " + table(name) + " allows";
    }

    /** A handler's table as it is written in the configuration. */
    public static String table(String name) {
        return name.indexOf('.') < 0 ? "[handler." + name + "]" : "[handler.\"" + name + "\"]";
    }

    /**
     * Runs a handler once, whoever may call it; waits for its end, up to 10 s longer than its deadline.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Trial run(Trial.Command command) throws InterruptedException {
        RegisteredHandler handler = registry.get(command.name());
        if (handler == null) {
            throw new IllegalArgumentException("no handler " + command.name());
        }
        return trials.run(handler, command);
    }

    /** Ends what still runs and removes what was copied; within 3 s. */
    @Override
    public void close() {
        trials.close();
        jars.close();
        ScriptHost.remove(scratch);
    }

    /** Notes the jar, and gives the handler ears. */
    private LoadedHandler heard(LoadedHandler loaded) {
        String name = loaded.name();
        CommandHandler handler = loaded.handler();
        jarNames.put(name, loaded.jar());
        return new LoadedHandler(
                name,
                loaded.concurrency(),
                loaded.repeatable(),
                (command, context) -> handler.handle(command, new HeardContext(context, name, sayings)),
                loaded.jar());
    }
}

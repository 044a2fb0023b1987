package dev.ipcommand.agent;

import dev.ipcommand.agent.cli.CommandLineTool;
import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.restart.AgentRestart;
import dev.ipcommand.agent.security.KeyFiles;
import dev.ipcommand.agent.security.VerificationKey;
import dev.ipcommand.agent.system.InstanceLock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Chooses what to run. {@code run} is handled here, by hand: a daemon on a small board has no use for a command-line
 * parser. Everything else is the command-line tool's.
 */
public final class Main {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int BAD_CONFIGURATION = 2;
    private static final int ALREADY_RUNNING = 3;

    private Main() {}

    /** Ends the JVM with the exit status unless the agent runs: then SIGTERM ends it, with 0. */
    public static void main(String[] args) {
        Optional<Path> config = RunArguments.configOf(args, System.getenv());
        if (config.isEmpty()) {
            // A command says itself what it has to say; what only the log would tell is what could not be helped.
            System.setProperty("tinylog.level", "error");
            System.exit(CommandLineTool.execute(args, System.out, System.err, BuiltIns::withoutAgent));
        }
        int status = run(config.get(), System.out, System.err);
        if (status != OK) {
            System.exit(status);
        }
    }

    /** Starts the agent; returns 0 once it runs, or why it does not. */
    private static int run(Path file, PrintStream out, PrintStream err) {
        AgentConfig config;
        try {
            config = ConfigLoader.loadWithModels(file);
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
            return BAD_CONFIGURATION;
        }
        KeyFiles.Loaded keys = KeyFiles.load(config.keys());
        if (!keys.problems().isEmpty()) {
            keys.problems().forEach(err::println);
            return BAD_CONFIGURATION;
        }
        // Before the first logger exists: the back end reads it once.
        System.setProperty("tinylog.level", config.log().level());
        Path state = config.state().directory();
        try {
            Optional<InstanceLock> lock = InstanceLock.take(state);
            if (lock.isEmpty()) {
                err.println("another agent uses " + state + "; stop it, or give this one its own state.directory");
                return ALREADY_RUNNING;
            }
            start(config, keys.keys(), lock.get(), out);
            return OK;
        } catch (IOException e) {
            err.println("cannot start: " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")");
            return FAILED;
        }
    }

    private static void start(AgentConfig config, Map<String, VerificationKey> keys, InstanceLock lock, PrintStream out)
            throws IOException {
        AtomicInteger status = new AtomicInteger(OK);
        Consumer<String> announce = line -> {
            out.println(line);
            out.flush();
        };
        Runnable restart = () -> {
            status.set(AgentRestart.EXIT_STATUS);
            // exit() would wait for the hook, and the hook for the thread that is here.
            Thread ending = new Thread(() -> System.exit(AgentRestart.EXIT_STATUS), "exit");
            ending.start();
        };
        Agent agent = Agent.create(config, keys, announce, restart);
        try {
            agent.start();
        } catch (IOException e) {
            agent.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, lock, status.get()), "shutdown"));
    }

    /** A JVM that a signal ends reports 143; an agent that was asked to end and did has ended well, or as it was asked to. */
    private static void stop(Agent agent, InstanceLock lock, int status) {
        try {
            agent.close();
            lock.close();
        } catch (IOException | RuntimeException e) {
            System.getLogger("agent").log(System.Logger.Level.WARNING, "stopping: {0}", e.toString());
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }
}

package dev.ipcommand.agent.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.Limits;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.journal.CommandLedger;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.agent.security.TokenVerifier;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes commands the whole way once before the first real one, through a dispatcher of its own that is thrown away: the
 * classes are loaded and the process launcher has run, and no counter, limit or answer knows of it.
 */
final class WarmUp {
    private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());
    private static final int ROUNDS = 20;

    private final Path workDirectory;
    private final ScriptHost host;
    private final DispatchClock clock;

    WarmUp(Path workDirectory, ScriptHost host, DispatchClock clock) {
        this.workDirectory = workDirectory;
        this.host = host;
        this.clock = clock;
    }

    void run() {
        commands();
        launcher();
    }

    private void commands() {
        HandlerPolicy anyone = new HandlerPolicy(
                List.of("anyone"), Duration.ofSeconds(10), 1, ROUNDS, ReplyMode.FRAMED, false, false, 0, Map.of());
        HandlerRegistry registry = new HandlerRegistry(Map.of("lane", anyone));
        CommandHandler echo = (command, context) -> Reply.binary(command.arguments());
        registry.addBuiltIn(BuiltIn.telling("inline", BuiltIn.Access.OPEN, echo));
        registry.addHandler("lane", echo, 1);
        Limits limits = new Limits(1_000_000, 1_000_000, 1_000_000_000);
        Semaphore answered = new Semaphore(0);
        DispatcherPorts ports = ports((datagram, trace) -> answered.release());
        DispatcherSettings settings = new DispatcherSettings(
                List.of(),
                limits,
                false,
                new DispatcherSettings.Places(workDirectory, workDirectory, workDirectory, workDirectory),
                Optional.empty(),
                Set.of());
        byte[] inline = "inline#warm: up".getBytes(ISO_8859_1);
        byte[] lane = "lane#warm: up".getBytes(ISO_8859_1);
        byte[] missing = "missing#warm: up".getBytes(ISO_8859_1);
        try (Dispatcher dispatcher = new Dispatcher(settings, registry, ports)) {
            for (int i = 0; i < ROUNDS; i++) {
                dispatcher.dispatch(inline, inline.length, null);
                dispatcher.dispatch(lane, lane.length, null);
                dispatcher.dispatch(missing, missing.length, null);
            }
            if (!answered.tryAcquire(3 * ROUNDS, 2, TimeUnit.SECONDS)) {
                // A slow machine is no reason not to start: the first commands will be slow, too.
                LOG.log(System.Logger.Level.WARNING, "warming up took more than 2 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DispatcherPorts ports(ReplySink replies) {
        return new DispatcherPorts(replies, payload -> {}, CommandLedger.NONE, TokenVerifier.NO_KEYS, clock);
    }

    private void launcher() {
        Call.Received nothing = new Call.Received("true", null, new byte[0], CommandForm.TEXT, Policy.UNSIGNED, null);
        Call.Terms terms = new Call.Terms(false, Reply.MAX_BYTES, 2_000_000_000L);
        DispatcherPorts ports = ports((datagram, trace) -> {});
        try {
            host.run(Path.of("/bin/true"), 0, new Call(nothing, terms, new CommandTrace("true", 0), ports));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "scripts cannot be run: " + e.getMessage());
        }
    }
}

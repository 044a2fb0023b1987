package dev.ipcommand.agent;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.AgentVersion;
import dev.ipcommand.agent.dispatch.BuiltIn;
import dev.ipcommand.agent.dispatch.BuiltIn.Access;
import dev.ipcommand.agent.dispatch.HandlerRegistry;
import dev.ipcommand.agent.dispatch.RestartingHandler;
import dev.ipcommand.agent.handlers.EchoHandler;
import dev.ipcommand.agent.handlers.GpioHandler;
import dev.ipcommand.agent.handlers.HelpHandler;
import dev.ipcommand.agent.handlers.PingHandler;
import dev.ipcommand.agent.handlers.SignalHandler;
import dev.ipcommand.agent.handlers.SimHandler;
import dev.ipcommand.agent.handlers.StatusHandler;
import dev.ipcommand.agent.handlers.VersionHandler;
import dev.ipcommand.agent.link.ModemView;
import dev.ipcommand.agent.restart.RestartKind;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import dev.ipcommand.modem.gpio.GpioBoard;
import dev.ipcommand.modem.gpio.LineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The handlers that come with the agent, but for those that restart something. */
final class BuiltIns implements AutoCloseable {
    private final HandlerRegistry registry;
    private @Nullable GpioHandler gpio;

    private BuiltIns(HandlerRegistry registry) {
        this.registry = registry;
    }

    /**
     * Registers them.
     *
     * @param statusLine what {@code status} says
     * @param modem what is known of the modem
     */
    static BuiltIns register(
            HandlerRegistry registry, AgentConfig config, Supplier<String> statusLine, Supplier<ModemView> modem) {
        BuiltIns all = new BuiltIns(registry);
        registry.addBuiltIn(BuiltIn.telling("ping", Access.OPEN, new PingHandler()));
        registry.addBuiltIn(BuiltIn.telling("echo", Access.OPEN, new EchoHandler()));
        registry.addBuiltIn(BuiltIn.telling("help", Access.OPEN, new HelpHandler(registry::namesFor)));
        registry.addBuiltIn(BuiltIn.telling("status", Access.OPEN, new StatusHandler(statusLine)));
        all.registerClosed(modem);
        if (!config.gpio().isEmpty()) {
            all.registerGpio(config.gpio());
        }
        return all;
    }

    /**
     * Registers them all for those who only look: they run as far as they can without session, modem and GPIO lines, and
     * what needs an agent says so.
     */
    static void withoutAgent(HandlerRegistry registry, AgentConfig config) {
        register(registry, config, () -> "no agent", () -> ModemView.NONE);
        if (!config.gpio().isEmpty()) {
            // The lines may be an agent's at this moment.
            registry.addBuiltIn(new BuiltIn("gpio", (command, context) -> needsAgent(), Access.CLOSED, false, false));
        }
        for (RestartKind kind : RestartKind.values()) {
            registry.addRestarting(
                    kind.command(), (command, key) -> new RestartingHandler.Outcome(needsAgent(), left -> {}));
        }
    }

    private static Reply needsAgent() {
        return Reply.failure(CommandStatus.UNAVAILABLE, "only in a running agent");
    }

    private void registerClosed(Supplier<ModemView> modem) {
        registry.addBuiltIn(BuiltIn.telling(
                "signal",
                Access.CLOSED,
                new SignalHandler(() -> SignalHandler.Reading.of(
                        modem.get().rssiDbm(), modem.get().registration()))));
        registry.addBuiltIn(BuiltIn.telling(
                "sim",
                Access.CLOSED,
                new SimHandler(
                        () -> new SimHandler.Sim(modem.get().sim(), modem.get().iccid()))));
        registry.addBuiltIn(BuiltIn.telling(
                "version", Access.CLOSED, new VersionHandler(VersionHandler.Versions.here(AgentVersion.current()))));
    }

    private void registerGpio(Map<String, AgentConfig.Gpio> lines) {
        List<LineSpec> specs = new ArrayList<>();
        new TreeMap<>(lines).forEach((name, line) -> specs.add(spec(name, line)));
        GpioHandler handler = new GpioHandler(specs, new GpioBoard());
        registry.addBuiltIn(new BuiltIn("gpio", handler, Access.CLOSED, false, false));
        gpio = handler;
    }

    private static LineSpec spec(String name, AgentConfig.Gpio line) {
        return line.direction() == LineSpec.Direction.OUT
                ? LineSpec.output(name, line.line(), line.safe())
                : LineSpec.input(name, line.line(), line.pull());
    }

    /** Takes outputs to their safe levels. */
    void start() {
        GpioHandler handler = gpio;
        if (handler != null) {
            try {
                handler.start();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes outputs to their safe levels and lets go of them; after the last call. */
    @Override
    public void close() {
        GpioHandler handler = gpio;
        if (handler != null) {
            handler.close();
        }
    }
}

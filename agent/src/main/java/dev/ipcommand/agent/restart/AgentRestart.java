package dev.ipcommand.agent.restart;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Ends this process, to be started again by whoever supervises it. Refused unless systemd runs it ({@code INVOCATION_ID},
 * systemd.exec(5)) or {@code supervised = "true"} in {@code [handler.restart-agent.settings]} says that somebody else does.
 */
public final class AgentRestart implements RestartPower {
    /** What the process ends with: not 0, so that a supervisor which only mends failures starts it again. */
    public static final int EXIT_STATUS = 10;

    private final Map<String, String> settings;
    private final Map<String, String> environment;
    private final Runnable exit;
    private final String life = ProcessHandle.current().pid() + " since " + Instant.now();

    /** @param exit ends the process with {@link #EXIT_STATUS}; may not return */
    public AgentRestart(Map<String, String> settings, Map<String, String> environment, Runnable exit) {
        this.settings = Map.copyOf(settings);
        this.environment = Map.copyOf(environment);
        this.exit = exit;
    }

    @Override
    public Optional<String> problem() {
        boolean supervised = environment.containsKey("INVOCATION_ID") || "true".equals(settings.get("supervised"));
        return supervised ? Optional.empty() : Optional.of("nobody would start the agent again");
    }

    @Override
    public void restart() {
        exit.run();
    }

    @Override
    public String life() {
        return life;
    }
}

package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.StatusReport;
import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.session.Phase;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the status says of the session, with "not known" for an agent that did not answer. Pure. */
record Session(Optional<StatusReport> status, Facts facts) {
    /** From here on the modem has been asked for its registration. */
    private static final Set<Phase> AFTER_SIM =
            EnumSet.of(Phase.SEARCHING, Phase.REGISTERED, Phase.ACTIVATING, Phase.LISTENING);

    static Session of(Facts facts) {
        return new Session(facts.agent().status(), facts);
    }

    boolean isIn(Phase first, Phase... others) {
        Optional<Phase> now = phase();
        return now.isPresent() && EnumSet.of(first, others).contains(now.get());
    }

    boolean isPastSim() {
        return phase().map(AFTER_SIM::contains).orElse(false);
    }

    /** Empty without an agent, or if it is one that only another version knows. */
    private Optional<Phase> phase() {
        String state = status.map(report -> report.session().state()).orElse("");
        for (Phase phase : Phase.values()) {
            if (phase.name().equals(state)) {
                return Optional.of(phase);
            }
        }
        return Optional.empty();
    }

    String because() {
        return status.map(report -> report.session().because()).orElse("");
    }

    String path() {
        return status.map(report -> report.link().path()).orElse("");
    }

    String linkWarning() {
        return status.map(report -> report.link().warning()).orElse("");
    }

    /** When it tries next, for a sentence. */
    String nextTry() {
        String next = status.map(report -> report.session().nextTry()).orElse("");
        return next.isEmpty() ? "" : ", next try at " + next;
    }

    /** How long it has been in this state. */
    Optional<Duration> inState() {
        return since(status.map(report -> report.session().since()).orElse(""));
    }

    /** How long there has been no service: a state may be left and entered again meanwhile. */
    Duration withoutService() {
        Duration inState = inState().orElse(Duration.ZERO);
        Duration outage = facts.outages().stream()
                .filter(each -> !each.over())
                .map(Outage::began)
                .map(began -> Duration.between(began, facts.now()))
                .findFirst()
                .orElse(Duration.ZERO);
        return inState.compareTo(outage) >= 0 ? inState : outage;
    }

    private Optional<Duration> since(String text) {
        try {
            Duration time = Duration.between(Instant.parse(text), facts.now());
            return time.isNegative() ? Optional.empty() : Optional.of(time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean withoutModem() {
        return facts.config().map(config -> config.modem().isNone()).orElse(false);
    }

    /** Whether datagrams come over an interface of this host, as it is now or as it is configured. */
    boolean isOnHost() {
        if (!path().isEmpty()) {
            return path().equals("interface");
        }
        return withoutModem()
                || facts.config()
                        .map(config -> config.session().dataPath() == AgentConfig.DataPath.INTERFACE
                                || config.session().interfaceName().isPresent()
                                || config.session().address().isPresent())
                        .orElse(false);
    }
}

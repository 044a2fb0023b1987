package dev.ipcommand.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All checks, in the order in which a command travels: configuration, agent, port, modem, card, network, data, handlers. Pure. */
public final class Checkup {
    private static final List<Check> ALL = Stream.of(
                    ConfigChecks.ALL,
                    AgentChecks.ALL,
                    PortChecks.ALL,
                    ModemChecks.ALL,
                    SimChecks.ALL,
                    NetworkChecks.ALL,
                    DataChecks.ALL,
                    HandlerChecks.ALL,
                    HostChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private Checkup() {}

    /** A check and what it found. */
    public record Result(Check check, Finding finding) {}

    /** Every check there is. */
    public static List<Check> checks() {
        return ALL;
    }

    /** Runs them all. */
    public static List<Result> of(Facts facts) {
        List<Result> results = new ArrayList<>();
        for (Check check : ALL) {
            boolean possible = facts.config().isPresent() || ConfigChecks.ALL.contains(check);
            results.add(new Result(
                    check, possible ? check.judge(facts) : Finding.notChecked("the configuration cannot be used")));
        }
        return results;
    }

    /** The worst of all, but what was not checked is no trouble. */
    public static Verdict worst(List<Result> results) {
        return results.stream()
                .map(result -> result.finding().verdict())
                .filter(verdict -> verdict != Verdict.NOT_CHECKED)
                .max(Verdict::compareTo)
                .orElse(Verdict.OK);
    }
}

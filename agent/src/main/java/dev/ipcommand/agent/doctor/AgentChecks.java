package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.doctor.Facts.Agent.Reach;
import java.util.List;

/** The agent's process, its socket and its directory. */
final class AgentChecks {
    private static final long LITTLE_SPACE = 16L << 20;

    static final List<Check> ALL = List.of(
            new Check("agent.running", "whether the agent runs", AgentChecks::running),
            new Check("agent.answers", "whether it answers at its control socket", AgentChecks::answers),
            new Check("agent.control", "whether this user may ask it", AgentChecks::control),
            new Check("agent.lock", "whether another agent has the state directory", AgentChecks::lock),
            new Check("agent.version", "whether it has this command's version", AgentChecks::version),
            new Check("state.writable", "the state directory", AgentChecks::writable),
            new Check("state.space", "room for what must survive a restart", AgentChecks::space));

    private AgentChecks() {}

    private static Finding running(Facts facts) {
        if (facts.agent().reach() != Reach.NONE) {
            return Finding.ok(
                    facts.agent().pid().isPresent()
                            ? "pid " + facts.agent().pid().getAsLong()
                            : "it is there");
        }
        if (facts.agent().lockPid().isPresent()) {
            return Finding.notChecked("see agent.lock");
        }
        return Finding.problem(
                facts.agent().message(),
                "systemctl start ipcommand; if it does not stay up: journalctl -u ipcommand -n 50");
    }

    private static Finding answers(Facts facts) {
        return switch (facts.agent().reach()) {
            case ANSWERED -> Finding.ok("it answers");
            case REFUSED -> Finding.ok("it answers, but not to this user");
            case NONE -> Finding.notChecked("no agent runs");
            case SILENT ->
                Finding.problem(
                        facts.agent().message(), "journalctl -u ipcommand -n 50; then: systemctl restart ipcommand");
        };
    }

    private static Finding control(Facts facts) {
        return switch (facts.agent().reach()) {
            case ANSWERED -> Finding.ok("it may");
            case NONE, SILENT -> Finding.notChecked("no agent answers");
            case REFUSED -> Finding.problem(facts.agent().message(), "sudo ipcommand doctor");
        };
    }

    /** The control socket and the lock belong together: a lock without an answer is an agent with another socket. */
    private static Finding lock(Facts facts) {
        if (facts.agent().lockPid().isEmpty()) {
            return facts.agent().reach() == Reach.NONE
                    ? Finding.ok("nobody has it")
                    : Finding.notChecked("the lock's holder cannot be seen");
        }
        long holder = facts.agent().lockPid().getAsLong();
        boolean another = facts.agent().reach() == Reach.NONE
                || (facts.agent().pid().isPresent() && facts.agent().pid().getAsLong() != holder);
        return another
                ? Finding.problem(
                        "pid " + holder + " holds the lock in "
                                + facts.config()
                                        .map(c -> c.state().directory().toString())
                                        .orElse("the state directory")
                                + " and does not answer at this configuration's control socket",
                        "stop it (kill " + holder + "), or give this agent its own state.directory and control.socket")
                : Finding.ok("pid " + holder + " has it");
    }

    private static Finding version(Facts facts) {
        Facts.Agent agent = facts.agent();
        if (agent.version().isEmpty()) {
            return Finding.notChecked("no agent answers");
        }
        return agent.version().equals(agent.ownVersion())
                ? Finding.ok(agent.version())
                : Finding.warning(
                        "the agent that runs is " + agent.version() + ", this command is " + agent.ownVersion(),
                        "systemctl restart ipcommand");
    }

    private static Finding writable(Facts facts) {
        String trouble = facts.host().stateTrouble();
        return trouble.isEmpty()
                ? Finding.ok("it can be written")
                : Finding.problem(trouble, "make it writable for the agent's user, or set state.directory");
    }

    private static Finding space(Facts facts) {
        if (facts.host().stateFree().isEmpty()) {
            return Finding.notChecked("how much is free cannot be read");
        }
        long free = facts.host().stateFree().getAsLong();
        String found = (free >> 20) + " MiB free";
        return free < LITTLE_SPACE
                ? Finding.problem(
                        found + ": messages and answers cannot be kept",
                        "df -h "
                                + facts.config()
                                        .map(c -> c.state().directory().toString())
                                        .orElse("/var/lib")
                                + "; then make room, for example: journalctl --vacuum-size=50M")
                : Finding.ok(found);
    }
}

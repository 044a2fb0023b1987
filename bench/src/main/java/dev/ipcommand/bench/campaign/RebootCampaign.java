package dev.ipcommand.bench.campaign;

import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reboots of a device and restarts of its agent by signed commands, under a fake init that starts the agent again whenever
 * it ends. Each is acknowledged once, done once, and its result is told once, after the next LISTENING.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class RebootCampaign {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(10);
    private static final Duration STRAY = Duration.ofMillis(100);
    /** One round in this many restarts the agent alone. */
    private static final int AGENT_ALONE = 4;
    /** {@code AgentRestart.EXIT_STATUS} */
    private static final int RESTART = 10;

    private static final int KILLED = 128 + 9;

    private final Rig rig;
    private final RebootScene scene;
    private final Consumer<String> out;
    private final List<String> findings = new ArrayList<>();
    private int reboots;

    /**
     * @param rig made with the scene's options, nothing of it running
     * @param out gets lines for a person
     */
    public RebootCampaign(Rig rig, RebootScene scene, Consumer<String> out) {
        this.rig = rig;
        this.scene = scene;
        this.out = out;
    }

    /** @return what was found; empty = every round was acknowledged, done and told exactly once */
    public List<String> run(int rounds) throws IOException, ProcessException, InterruptedException {
        rig.writeConfiguration();
        rig.startAgent();
        int good = 0;
        try (DirectLine line = new DirectLine(rig.ports())) {
            for (int round = 1; round <= rounds; round++) {
                int before = findings.size();
                round(line, round);
                good += findings.size() == before ? 1 : 0;
                if (round % 10 == 0 || round == rounds) {
                    out.accept(good + " of " + round + " rounds: one acknowledgement, one execution, one result");
                }
            }
        }
        return findings;
    }

    private void round(DirectLine line, int round) throws IOException, ProcessException, InterruptedException {
        boolean agentAlone = round % AGENT_ALONE == 0;
        boolean killed = round % 2 == 1;
        String head = (agentAlone ? "restart-agent" : "reboot") + "#r" + round;
        scene.endBy(killed ? "KILL" : "TERM");
        String token = scene.sign(head);
        line.send(token);
        expect(head + ": in 2 s", line.receive(ACKNOWLEDGED));
        // The same bytes once more: a sender that did not hear the acknowledgement.
        line.send(token);
        expect(head + ": in 2 s", line.receive(ACKNOWLEDGED));

        Optional<Integer> status = rig.agent().awaitExit(PATIENCE);
        int wanted = agentAlone ? RESTART : killed ? KILLED : 0;
        if (!status.equals(Optional.of(wanted))) {
            findings.add(head + ": the agent ended with " + status + ", not " + wanted + rig.lastLines());
            rig.agent().kill();
        }
        line.receive(STRAY).ifPresent(stray -> findings.add(head + ": before its end the agent said " + stray));
        // What an init does.
        rig.launchAgent();
        String result = line.receive(PATIENCE).orElse("nothing");
        if (!result.matches(head + ": done in [0-9]+ s")) {
            findings.add(head + ": the result was \"" + result + "\"" + rig.lastLines());
        }
        // READY again, and what the sender hears that repeats it now.
        rig.agent().awaitLine("READY", PATIENCE);
        line.send(token);
        expect(result, line.receive(ACKNOWLEDGED));
        line.receive(STRAY).ifPresent(stray -> findings.add(head + ": one too many: " + stray));
        reboots += agentAlone ? 0 : 1;
        if (scene.reboots() != reboots) {
            findings.add(head + ": " + scene.reboots() + " reboots were done, not " + reboots);
            reboots = scene.reboots();
        }
    }

    private void expect(String wanted, Optional<String> answer) {
        if (!answer.equals(Optional.of(wanted))) {
            findings.add("\"" + wanted + "\" was expected and " + answer + " came" + rig.lastLines());
        }
    }
}

package dev.ipcommand.bench.faults;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.campaign.Conversation;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The modem's port vanishes and is back, under the same number and the other in turn: each time a command is answered
 * afterwards, nothing is left behind in the agent, and it keeps quiet while there is no port.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class ReplugCampaign {
    /** What the agent may use of a processor in the second after the port has gone. */
    public static final Duration BAR = Duration.ofMillis(20);

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The port stays away for a little longer than the agent is looked at. */
    private static final long MORE_MILLIS = 200;

    private static final int WARM_UP = 5;
    private static final int ENOUGH = 20;

    private final Rig rig;
    private final SimulatorLine simulator;
    private final Duration quiet;
    private final Consumer<String> progress;
    private final List<Long> processor = new ArrayList<>();
    private final List<Long> back = new ArrayList<>();
    private int pings;

    /**
     * @param rig made with {@link #options}, nothing of it running
     * @param quiet how long the agent is looked at while the port is away; the bar is for a second
     */
    public ReplugCampaign(Rig rig, Duration quiet, Consumer<String> progress) {
        this.quiet = quiet;
        this.rig = rig;
        this.simulator = new SimulatorLine(rig.simulatorControl());
        this.progress = progress;
    }

    /** What it runs on: a port that comes and goes, and a modem that takes no time. */
    public static RigOptions options() {
        return RigOptions.DEFAULT
                .with(Stage.CONFIGURATION)
                .with(new RigOptions.More(
                        List.of(), List.of("--boot-ms", "50", "--search-ms", "50", "--activate-ms", "20"), List.of()));
    }

    /**
     * Runs it.
     *
     * @return what was found, apart from {@link #overTheBar}
     */
    public List<String> run(int rounds) throws IOException, ProcessException, ApiException, InterruptedException {
        rig.start();
        Conversation conversation = new Conversation(rig);
        // Classes are loaded and code is compiled in the first rounds; what is left behind shows in all the others.
        for (int round = 0; round < WARM_UP; round++) {
            round(conversation, round);
        }
        processor.clear();
        back.clear();
        ProcessFigures figures = new ProcessFigures(rig.agent().pid());
        ProcessFigures.Holdings before = settled(figures);
        List<String> findings = new ArrayList<>();
        for (int round = 1; round <= rounds && findings.size() < ENOUGH; round++) {
            if (!round(conversation, round)) {
                findings.add("round " + round + ": no answer within " + PATIENCE.toSeconds() + " s" + rig.lastLines());
            }
            if (round % 20 == 0 || round == rounds) {
                progress.accept(round + " rounds: " + summary());
            }
        }
        ProcessFigures.Holdings after = settled(figures);
        leaked("threads", before.threads(), after.threads()).ifPresent(findings::add);
        leaked("descriptors", before.descriptors(), after.descriptors()).ifPresent(findings::add);
        List<String> violations = simulator.violations();
        if (!violations.isEmpty()) {
            findings.add("violations: " + violations);
        }
        return findings;
    }

    private boolean round(Conversation conversation, int round) throws IOException, ApiException, InterruptedException {
        ProcessFigures figures = new ProcessFigures(rig.agent().pid());
        long away = quiet.toMillis() + MORE_MILLIS;
        String name = round % 2 == 0 ? "same" : "other";
        Duration used = figures.processorTime();
        simulator.ask("{\"do\":\"hangup\",\"seconds\":" + away / 1000.0 + ",\"name\":\"" + name + "\"}");
        long gone = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(quiet.toMillis());
        processor.add(figures.processorTime().minus(used).toMillis());
        while (System.nanoTime() - gone < PATIENCE.toNanos()) {
            String ping = "ping#u" + ++pings;
            Optional<byte[]> answer = conversation.ask(ping, ANSWER);
            byte[] pong = (ping + ": pong").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            if (answer.filter(bytes -> Arrays.equals(bytes, pong)).isPresent()) {
                back.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - gone) - away);
                return true;
            }
            // A failed command ends at once: the next one waits as a person would.
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return false;
    }

    /** What is held when two looks in a row see the same: threads that end are given the time. */
    private static ProcessFigures.Holdings settled(ProcessFigures figures) throws IOException, InterruptedException {
        ProcessFigures.Holdings last = figures.holdings();
        for (int look = 0; look < 20; look++) {
            TimeUnit.MILLISECONDS.sleep(500);
            ProcessFigures.Holdings now = figures.holdings();
            if (now.equals(last)) {
                return now;
            }
            last = now;
        }
        return last;
    }

    /** Fewer are no leak: the JVM ends idle threads of its own. */
    private static Optional<String> leaked(String what, List<String> before, List<String> after) {
        List<String> more = new ArrayList<>(after);
        before.forEach(more::remove);
        return more.isEmpty()
                ? Optional.empty()
                : Optional.of(what + ": " + before.size() + " before, " + after.size() + " after; more: " + more);
    }

    /** How many of the rounds used more of the processor than {@link #BAR}. */
    public long overTheBar() {
        return processor.stream().filter(millis -> millis >= BAR.toMillis()).count();
    }

    /** Processor time in the second after the port had gone, and the time from its return to an answer. */
    public String summary() {
        return "processor in the second after " + spread(processor) + " ms, " + overTheBar() + " of "
                + processor.size() + " at " + BAR.toMillis() + " ms or more; answered " + spread(back)
                + " ms after the port was back";
    }

    private static String spread(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : sorted.get(0) + "/" + sorted.get((sorted.size() - 1) / 2) + "/" + sorted.get(sorted.size() - 1);
    }
}

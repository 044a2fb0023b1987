package dev.ipcommand.bench.campaign;

import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Thousands of runs of script handlers through one agent: quick ones, failing ones, ones over their deadline and ones
 * that leave processes behind. Afterwards nothing of them may be left.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class ScriptsCampaign {
    /** How many more descriptors than at the start are nobody's loss: the agent's own files come and go. */
    public static final int DESCRIPTORS = 4;

    private static final int UNDER_WAY = 8;
    private static final int WARM_UP = 100;
    private static final int MAX_FINDINGS = 20;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Rig rig;
    private final Consumer<String> out;
    private final Map<String, ScriptsCampaignKind> underWay = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private int sent;
    private int neverBegan;

    /**
     * @param rig made with {@link #options}, nothing of it running
     * @param out gets lines for a person
     */
    public ScriptsCampaign(Rig rig, Consumer<String> out) {
        this.rig = rig;
        this.out = out;
    }

    /** What the campaign runs on: an agent without a modem and without limits. */
    public static RigOptions options() {
        StringBuilder tables =
                new StringBuilder("[limits]\ncommands_per_minute = 0\nburst = 0\nreply_bytes_per_hour = 0\n\n");
        for (ScriptsCampaignKind kind : ScriptsCampaignKind.values()) {
            tables.append(kind.table());
        }
        return RigOptions.NO_MODEM.with(tables.toString());
    }

    /**
     * Starts the agent and runs.
     *
     * @return what was found; empty = every run was answered as it should be and nothing is left of them
     */
    public List<String> run(int runs) throws IOException, ProcessException, InterruptedException {
        rig.writeConfiguration();
        for (ScriptsCampaignKind kind : ScriptsCampaignKind.values()) {
            rig.files().install(kind.word(), kind.script());
        }
        rig.startAgent();
        try (DirectLine line = new DirectLine(rig.ports())) {
            ScriptsCampaignProcesses processes =
                    new ScriptsCampaignProcesses(rig.agent().pid(), call(line));
            runAll(line, WARM_UP);
            settled(() -> isQuiet(processes));
            int before = processes.descriptors();
            out.accept(runs + " runs; the agent has " + before + " descriptors open");
            long start = System.nanoTime();
            for (int done = 0; done < runs && findings.size() < MAX_FINDINGS; ) {
                int next = Math.min(1000, runs - done);
                runAll(line, next);
                done += next;
                long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
                out.accept(
                        done + " runs, " + done / seconds + " a second, " + processes.descriptors() + " descriptors");
            }
            lookBehind(processes, before);
        }
        return findings;
    }

    private static String call(DirectLine line) throws IOException, ProcessException {
        line.send("mark#m");
        Optional<String> answer = line.receive(ANSWER);
        if (answer.isEmpty() || !ScriptsCampaignKind.MARK.gives(answer.get().replace("mark#m", ""))) {
            throw new ProcessException("the first script was answered with " + answer);
        }
        return answer.get().substring("mark#m: ".length());
    }

    private void runAll(DirectLine line, int runs) throws IOException {
        int last = sent + runs;
        while (findings.size() < MAX_FINDINGS && (sent < last || !underWay.isEmpty())) {
            while (sent < last && underWay.size() < UNDER_WAY) {
                ScriptsCampaignKind kind = ScriptsCampaignKind.ofRun(sent);
                String head = kind.word() + "#r" + sent++;
                underWay.put(head, kind);
                line.send(head + ": work");
            }
            Optional<String> answer = line.receive(ANSWER);
            if (answer.isEmpty()) {
                findings.add("no answer in " + ANSWER.toSeconds() + " s to " + underWay.keySet());
                underWay.clear();
                return;
            }
            take(answer.get());
        }
    }

    private void take(String answer) {
        int end = answer.indexOf('#');
        while (end > 0 && end < answer.length() && ":!".indexOf(answer.charAt(end)) < 0) {
            end++;
        }
        String head = answer.substring(0, Math.max(0, end));
        ScriptsCampaignKind kind = underWay.remove(head);
        if (kind == null) {
            findings.add("nobody asked for: " + answer);
        } else if (!kind.gives(answer.substring(end))) {
            findings.add("not as it should be: " + answer);
        } else if (answer.endsWith("for its turn")) {
            neverBegan++;
        }
    }

    private void lookBehind(ScriptsCampaignProcesses processes, int before) throws IOException, InterruptedException {
        if (!settled(() -> isQuiet(processes))) {
            processes.zombies().forEach(zombie -> findings.add("zombie: " + zombie));
            processes.scripts().forEach(left -> findings.add("process left: " + left));
            files().forEach(left -> findings.add("file left: " + left));
        }
        if (!settled(() -> processes.descriptors() <= before + DESCRIPTORS)) {
            findings.add("descriptors: " + before + " before, " + processes.descriptors() + " afterwards");
        }
        out.accept("left: " + processes.zombies().size() + " zombies, "
                + processes.scripts().size() + " processes, " + files().size() + " files; descriptors " + before
                + " before, " + processes.descriptors() + " afterwards (" + DESCRIPTORS + " more are allowed); "
                + neverBegan + " of " + sent + " runs waited too long to begin");
    }

    private boolean isQuiet(ScriptsCampaignProcesses processes) {
        return processes.zombies().isEmpty() && processes.scripts().isEmpty() && files().isEmpty();
    }

    /** Beside the control socket, a directory for each run that is under way. */
    private List<Path> files() {
        try (Stream<Path> left = Files.list(rig.files().directory().resolve("work"))) {
            return left.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** An answer may come before the last process of a late run is gone: waits until a condition holds, up to 10 s. */
    private static boolean settled(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > SETTLE_NANOS) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }
}

package dev.ipcommand.bench.campaign;

import dev.ipcommand.bench.live.Percentiles;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How long a {@code ping} takes while three bad neighbours run all the time: one that hangs and ignores TERM, one that
 * writes 10 MB to both its outputs, one that forks daemons. Each is seen running in {@code /proc}.
 *
 * <p><b>Threading.</b> One thread; a second one looks at {@code /proc}.
 */
public final class NeighboursCampaign {
    /** The slowest but one of a hundred pings. */
    public static final Duration BAR = Duration.ofMillis(50);

    private static final long PING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Beyond a flood's deadline. */
    private static final Duration FLOOD_PATIENCE = Duration.ofSeconds(40);

    private static final int LEAST_PERCENT = 80;
    private static final String FLOODED = "! resource-exhausted: 10485760 bytes, limit 1300";

    /** By name: the script and its deadline. */
    private static final Map<String, List<String>> NEIGHBOURS = Map.of(
            "hang", List.of("trap '' TERM; while :; do sleep 60; done", "5s"),
            "flood", List.of("head -c 10485760 /dev/zero & head -c 10485760 /dev/zero >&2; wait", "30s"),
            "fork", List.of("i=0; while [ $i -lt 40 ]; do (setsid sleep 60 &); i=$((i+1)); done; sleep 60", "2s"));

    private final Rig rig;
    private final Consumer<String> out;
    private final Map<String, Long> pings = new HashMap<>();
    private final List<Long> took = new ArrayList<>();
    private final Map<String, Integer> answers = new LinkedHashMap<>();
    private int floods;
    private int next;

    /**
     * @param rig made with {@link #options}, nothing of it running
     * @param out gets lines for a person
     */
    public NeighboursCampaign(Rig rig, Consumer<String> out) {
        this.rig = rig;
        this.out = out;
    }

    /**
     * What came of it.
     *
     * @param nanos of the pings that were answered
     * @param findings pings that were not, and neighbours that were not there
     */
    public record Result(Percentiles nanos, List<String> findings) {
        /** Whether the slowest but one of a hundred kept the bar. */
        public boolean keepsTheBar() {
            return nanos.count() > 0 && nanos.at(99) <= BAR.toNanos();
        }
    }

    /** What the campaign runs on: an agent without a modem and without limits. */
    public static RigOptions options() {
        StringBuilder tables =
                new StringBuilder("[limits]\ncommands_per_minute = 0\nburst = 0\nreply_bytes_per_hour = 0\n\n");
        tables.append("[handler.mark]\nallow = [\"anyone\"]\n\n");
        NEIGHBOURS.forEach((name, neighbour) -> tables.append(
                "[handler." + name + "]\nallow = [\"anyone\"]\ndeadline = \"" + neighbour.get(1) + "\"\n\n"));
        return RigOptions.NO_MODEM.with(tables.toString());
    }

    /** Starts the agent, then the neighbours, and pings 20 times a second for a while. */
    public Result run(Duration length) throws IOException, ProcessException, InterruptedException {
        rig.writeConfiguration();
        install("mark", "echo $IPCOMMAND_CALL");
        for (Map.Entry<String, List<String>> neighbour : NEIGHBOURS.entrySet()) {
            install(neighbour.getKey(), neighbour.getValue().get(0));
        }
        rig.startAgent();
        try (DirectLine line = new DirectLine(rig.ports())) {
            line.send("mark#m");
            String call = line.receive(PATIENCE)
                    .filter(answer -> answer.startsWith("mark#m: "))
                    .map(answer -> answer.substring("mark#m: ".length()))
                    .orElseThrow(() -> new ProcessException("the first script was not answered"));
            Watch watch = new Watch(new ScriptsCampaignProcesses(rig.agent().pid(), call));
            for (String name : NEIGHBOURS.keySet()) {
                again(line, name);
            }
            watch.awaitAll();
            watch.start();
            converse(line, length);
            watch.end();
            return result(watch);
        }
    }

    private void install(String name, String body) throws IOException {
        rig.files().install(name, ("#!/bin/sh\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void again(DirectLine line, String name) throws IOException {
        line.send(name + "#n" + next++);
    }

    /** Pings for that long, and on a busy machine until one flood has come to its end; then hears what is on its way. */
    private void converse(DirectLine line, Duration length) throws IOException {
        long start = System.nanoTime();
        long due = start;
        for (long now = start;
                now - start < length.toNanos() || mustWait(now - start, length);
                now = System.nanoTime()) {
            if (now - due >= 0) {
                String head = "ping#p" + next++;
                pings.put(head, System.nanoTime());
                line.send(head);
                due += PING_NANOS;
            }
            hear(line, Math.min(PING_NANOS, due - System.nanoTime()));
        }
        long end = System.nanoTime();
        while (!pings.isEmpty() && System.nanoTime() - end < LATE_NANOS) {
            hear(line, PING_NANOS);
        }
    }

    private boolean mustWait(long nanos, Duration length) {
        return floods == 0 && nanos < length.plus(FLOOD_PATIENCE).toNanos();
    }

    private void hear(DirectLine line, long nanos) throws IOException {
        Optional<String> answer = line.receive(Duration.ofNanos(nanos));
        if (answer.isPresent()) {
            take(line, answer.get(), System.nanoTime());
        }
    }

    private void take(DirectLine line, String answer, long now) throws IOException {
        String name = answer.substring(0, Math.max(0, answer.indexOf('#')));
        if (name.equals("ping")) {
            Long sent = pings.remove(answer.substring(0, Math.max(0, answer.indexOf(':'))));
            if (sent != null) {
                took.add(now - sent);
            }
        } else if (NEIGHBOURS.containsKey(name)) {
            answers.merge(name, 1, Integer::sum);
            if (answer.endsWith(FLOODED)) {
                floods++;
            }
            again(line, name);
        }
    }

    private Result result(Watch watch) {
        List<String> findings = new ArrayList<>();
        if (!pings.isEmpty()) {
            findings.add(pings.size() + " pings were not answered");
        }
        if (floods == 0) {
            findings.add("no flood came to its end");
        }
        for (String name : NEIGHBOURS.keySet()) {
            int percent = watch.percent(name);
            out.accept(name + ": seen running in " + percent + " % of " + watch.looks + " looks, answered "
                    + answers.getOrDefault(name, 0) + " times");
            if (percent < LEAST_PERCENT) {
                findings.add(name + " was seen running in " + percent + " % of the looks only");
            }
        }
        Percentiles nanos =
                new Percentiles(took.stream().mapToLong(Long::longValue).toArray());
        if (nanos.count() > 0) {
            out.accept("ping: " + nanos.count() + " answered, p50 " + millis(nanos.at(50)) + ", p99 "
                    + millis(nanos.at(99)) + ", slowest " + millis(nanos.at(100)) + " (bar: p99 "
                    + millis(BAR.toNanos()) + ")");
        }
        return new Result(nanos, findings);
    }

    private static String millis(long nanos) {
        return String.format(java.util.Locale.ROOT, "%.2f ms", nanos / 1e6);
    }

    /** Looks four times a second who runs. */
    private static final class Watch {
        private final ScriptsCampaignProcesses processes;
        private final Map<String, Integer> seen = new HashMap<>();
        private final Thread thread = new Thread(this::run, "neighbours-watch");
        private int looks;

        Watch(ScriptsCampaignProcesses processes) {
            this.processes = processes;
            thread.setDaemon(true);
        }

        /** Waits until each neighbour runs. */
        void awaitAll() throws ProcessException, InterruptedException {
            long start = System.nanoTime();
            while (!NEIGHBOURS.keySet().stream()
                    .allMatch(name -> !processes.scripts(name).isEmpty())) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new ProcessException("not every neighbour was seen running");
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        void start() {
            thread.start();
        }

        private void run() {
            try {
                while (true) {
                    for (String name : NEIGHBOURS.keySet()) {
                        seen.merge(name, processes.scripts(name).isEmpty() ? 0 : 1, Integer::sum);
                    }
                    looks++;
                    TimeUnit.MILLISECONDS.sleep(250);
                }
            } catch (InterruptedException ended) {
                // Its figures are read after the join.
            }
        }

        void end() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }

        int percent(String name) {
            return 100 * seen.getOrDefault(name, 0) / Math.max(1, looks);
        }
    }
}

package dev.ipcommand.bench.rtt;

import dev.ipcommand.bench.live.Percentiles;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures the agent beside a C loop and a Python server, in turns of one run: what else the machine does meets all of
 * them alike.
 *
 * <p><b>Threading.</b> One thread, which polls: it takes a processor of its own while it measures.
 */
public final class RttBench {
    static final String LANE =
            """
            [handler.echo]
            allow = ["anyone"]
            queue = 8
            [handler.echo.settings]
            lane = "true"
            """;

    private final Servers servers;
    private final int gatewayPort;
    private final int turns;
    private final Consumer<String> progress;
    private final RttReport report = new RttReport();

    /**
     * @param directory for programs and configurations; removed by its owner
     */
    public RttBench(
            Installation installation, Children children, Path directory, Scale scale, Consumer<String> progress) {
        this.servers = new Servers(installation, children, directory, scale.gatewayPort());
        this.gatewayPort = scale.gatewayPort();
        this.turns = scale.turns();
        this.progress = progress;
    }

    /**
     * @param gatewayPort the client's; the servers listen on the next one
     * @param turns of 500 round trips for each server
     */
    public record Scale(int gatewayPort, int turns) {}

    /** Runs everything; about a minute. */
    public RttReport run() throws IOException, ProcessException, InterruptedException {
        try (GatewayClient client = new GatewayClient(Servers.at(Servers.GATEWAY, gatewayPort))) {
            firstCommands(client);
            Peer agent = servers.agent("agent", Servers.POLICY);
            client.echo(agent);
            memory(agent, "resident memory, idle after one command");
            load(client, agent);
            besideASleeper(client, agent);
            memory(agent, "resident memory, idle after load");
            agent.process().stop(Duration.ofSeconds(5));
            onOneProcessor(client);
            return report;
        }
    }

    /** Last, because there is no way back from it. Servers inherit the processor. */
    private void onOneProcessor(GatewayClient client) throws IOException, ProcessException, InterruptedException {
        if (!servers.pin()) {
            progress.accept("taskset is missing (apt-get install util-linux): ratios would measure idle processors");
        }
        Peer c = servers.c();
        Peer inline = servers.agent("agent, built-in", Servers.POLICY);
        Peer lane = servers.agent("agent, behind a lane", LANE);
        List<Peer> peers = new ArrayList<>(List.of(c, inline, lane));
        servers.python().ifPresentOrElse(peers::add, () -> progress.accept("no python3 here: left out"));
        double base = roundTrips(client, peers);
        for (Peer peer : peers) {
            peer.process().stop(Duration.ofSeconds(5));
        }
        new EverythingOn(new EverythingOn.Bench(servers, client, report, progress, turns)).run(base);
    }

    private void firstCommands(GatewayClient client) throws IOException, ProcessException, InterruptedException {
        progress.accept("first command after READY, five starts");
        long slowest = 0;
        for (int i = 0; i < 5; i++) {
            Peer fresh = servers.agent("fresh", Servers.POLICY);
            long nanos = client.echo(fresh);
            slowest = Math.max(slowest, nanos < 0 ? Long.MAX_VALUE : nanos);
            fresh.process().stop(Duration.ofSeconds(5));
        }
        report.bar("first command after READY, slowest of 5", slowest / 1e6, 20, "ms");
    }

    /** @return nanoseconds of the C loop */
    private double roundTrips(GatewayClient client, List<Peer> peers) throws IOException, ProcessException {
        progress.accept("round trips, " + turns + " turns of 500 for each server");
        Turns measured = new Turns(peers).run(turns, peer -> {
            long[] nanos = new long[500];
            client.echoes(peer, nanos);
            return nanos;
        });
        double base = measured.percentile(0, 50);
        for (int i = 0; i < peers.size(); i++) {
            double p50 = measured.percentile(i, 50);
            report.row(peers.get(i).name(), p50 / 1e3, measured.percentile(i, 99) / 1e3, p50 / base);
        }
        report.bar("p50 of a built-in ÷ C", measured.percentile(1, 50) / base, 2, "× C");
        report.bar("p50 behind a lane ÷ C", measured.percentile(2, 50) / base, 3.5, "× C");
        return base;
    }

    private void load(GatewayClient client, Peer agent) throws IOException {
        progress.accept("2000 commands a second for 10 s");
        client.drain();
        report.bar("lost of 20000 at 2000/s", client.lost(agent, 2000, 20_000), 0, "datagrams");
    }

    private void besideASleeper(GatewayClient client, Peer agent)
            throws IOException, ProcessException, InterruptedException {
        progress.accept("fast commands beside a script that sleeps");
        Peer c = servers.c();
        report.note("p99 of the C loop, asked as often", percentile(fast(client, c, 0), 99) / 1e6, "ms");
        c.process().stop(Duration.ofSeconds(5));
        report.note("p99 of the agent without the sleeper", percentile(fast(client, agent, 0), 99) / 1e6, "ms");
        report.bar(
                "p99 of fast commands beside one that sleeps", percentile(fast(client, agent, 500), 99) / 1e6, 2, "ms");
    }

    /** @param every how many fast commands a sleeping one is started; 0 = never */
    private static List<Long> fast(GatewayClient client, Peer agent, int every) throws IOException {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            if (every > 0 && i % every == 0) {
                client.tell(agent, "sleepy#s" + i);
            }
            long nanos = client.echo(agent);
            times.add(nanos < 0 ? TimeUnit.SECONDS.toNanos(2) : nanos);
            pauseAwake();
        }
        return times;
    }

    /** 1 ms without sleeping: how fast an idle processor wakes up is not what is measured here. */
    private static void pauseAwake() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
    }

    private void memory(Peer agent, String what) throws IOException, InterruptedException {
        progress.accept(what + ": 5 s of rest");
        TimeUnit.SECONDS.sleep(5);
        report.bar(what, agent.residentMebibytes(), 55, "MiB");
    }

    private static double percentile(List<Long> nanos, double percent) {
        return new Percentiles(nanos.stream().mapToLong(Long::longValue).toArray()).at(percent);
    }
}

package dev.ipcommand.bench.rtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ipcommand.bench.inside.FlatCost;
import dev.ipcommand.bench.live.Percentiles;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.SenderKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What signatures cost, and that many handlers and many remembered commands cost nothing.
 *
 * <p>A signed command is on the disk before it runs and before it is answered, so it costs two forced writes besides its
 * signature; what the disk takes for one is noted beside it.
 *
 * <p><b>Threading.</b> One thread.
 */
final class EverythingOn {
    private static final double FLAT = 1.1;
    /** An agent remembers 4096 signed commands: more in one run would be refused. */
    private static final int MOST_SIGNED = 3_600;

    private static final int FORCES = 500;

    private final Servers servers;
    private final GatewayClient client;
    private final RttReport report;
    private final Consumer<String> progress;
    private final int turns;

    /** What it needs of the benchmark. */
    record Bench(Servers servers, GatewayClient client, RttReport report, Consumer<String> progress, int turns) {}

    EverythingOn(Bench bench) {
        this.servers = bench.servers();
        this.client = bench.client();
        this.report = bench.report();
        this.progress = bench.progress();
        this.turns = bench.turns();
    }

    /** @param base nanoseconds of the C loop */
    void run(double base) throws IOException, ProcessException, InterruptedException {
        signed(base);
        manyEndToEnd();
        manyInside();
    }

    private void signed(double base) throws IOException, ProcessException, InterruptedException {
        int each = Math.min(100, MOST_SIGNED / (turns + Turns.WARM_UP));
        progress.accept("signed commands, " + turns + " turns of " + each + " for each algorithm");
        Peer unsigned = servers.agent("unsigned, on a lane", RttBench.LANE);
        Peer eddsa = servers.agent("signed, EdDSA", Servers.POLICY);
        Peer hs256 = servers.agent("signed, HS256", Servers.POLICY);
        Turns measured = new Turns(List.of(unsigned, eddsa, hs256)).run(turns, peer -> {
            long[] nanos = new long[each];
            if (peer.equals(unsigned)) {
                client.echoes(peer, nanos);
            } else {
                client.exchange(
                        peer, signedEchoes(peer.equals(eddsa) ? servers.eddsa() : servers.hs256(), each), nanos);
            }
            return nanos;
        });
        double lane = measured.percentile(0, 50);
        for (int i = 1; i < measured.peers().size(); i++) {
            String name = measured.peers().get(i).name();
            double p50 = measured.percentile(i, 50);
            report.row(name, p50 / 1e3, measured.percentile(i, 99) / 1e3, p50 / base);
            report.note("p50 of a command " + name + " ÷ unsigned", p50 / lane, "×");
        }
        report.note("p50 of one forced write to this disk", forcedWrite() / 1e3, "µs");
        for (Peer peer : measured.peers()) {
            peer.process().stop(Duration.ofSeconds(5));
        }
    }

    /** Tokens are made beforehand: what the sender pays is not the question. */
    private GatewayClient.Exchange[] signedEchoes(SenderKey key, int count) {
        GatewayClient.Exchange[] exchanges = new GatewayClient.Exchange[count];
        for (int i = 0; i < count; i++) {
            String command = client.nextCommand();
            String token =
                    key.sign(Servers.DEVICE, UUID.randomUUID().toString(), System.currentTimeMillis() / 1000, command);
            exchanges[i] = new GatewayClient.Exchange(token.getBytes(ISO_8859_1), command.getBytes(ISO_8859_1));
        }
        return exchanges;
    }

    private double forcedWrite() throws IOException {
        Path file = servers.directory().resolve("forced");
        long[] nanos = new long[FORCES];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FORCES; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(100));
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Files.delete(file);
        return new Percentiles(nanos).at(50);
    }

    private void manyEndToEnd() throws IOException, ProcessException, InterruptedException {
        progress.accept("round trips with " + FlatCost.HANDLERS + " handlers and with " + FlatCost.STORED
                + " remembered commands");
        Peer few = servers.agent("agent, few", Servers.POLICY);
        Peer handlers = servers.agent("agent, many handlers", Servers.POLICY, FlatCost.HANDLERS);
        Peer stored = servers.agent("agent, many remembered", Servers.POLICY);
        Peer alike = servers.agent("agent, few again", Servers.POLICY);
        client.exchange(stored, signedEchoes(servers.hs256(), FlatCost.STORED), new long[FlatCost.STORED]);
        Turns measured = new Turns(List.of(few, handlers, stored, alike)).run(4 * turns, peer -> {
            long[] nanos = new long[250];
            client.echoes(peer, nanos);
            return nanos;
        });
        report.note("end to end, two agents that are alike", measured.medianRatio(3, 0), "×");
        report.bar("end to end, " + FlatCost.HANDLERS + " handlers ÷ 1", measured.medianRatio(1, 0), FLAT, "×");
        report.bar("end to end, " + FlatCost.STORED + " stored ids ÷ 0", measured.medianRatio(2, 0), FLAT, "×");
        for (Peer peer : measured.peers()) {
            peer.process().stop(Duration.ofSeconds(5));
        }
    }

    /** In memory where that is possible: the disk is the same for few and for many. */
    private void manyInside() throws IOException, InterruptedException {
        progress.accept("the same inside one JVM");
        Path memory = Path.of("/dev/shm");
        Path place = Files.isWritable(memory) ? memory : servers.directory();
        try (PrivateDirectory journals = PrivateDirectory.createIn(place, "ipcommand-flat-")) {
            FlatCost.Ratios ratios = new FlatCost(journals.path(), 10 * turns).measure();
            report.bar("in one JVM, " + FlatCost.HANDLERS + " handlers ÷ 1", ratios.handlers(), FLAT, "×");
            report.bar("in one JVM, " + FlatCost.STORED + " stored ids ÷ 0", ratios.executions(), FLAT, "×");
            report.bar("in one JVM, a repeat, " + FlatCost.STORED + " ids ÷ 1", ratios.repeats(), FLAT, "×");
        }
    }
}

package dev.ipcommand.bench.stub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.EventStream;
import dev.ipcommand.bench.api.HttpCommandApi;
import dev.ipcommand.bench.api.NewCommand;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Loads one stub process. First as fast as it takes commands, then at a steady pace, where waiting for one another does not
 * count. Sender, devices and stub share the machine: the figures are those of a desk.
 *
 * <p><b>Threading.</b> One thread drives it.
 */
public final class StubBench {
    private static final int WARM_UP = 3000;
    private static final int FLOOR_REQUESTS = 2000;
    private static final long QUIET_MILLIS = 3000;

    /**
     * How much.
     *
     * @param connections HTTP connections, each with commands for Sims of its own
     * @param pacePerSecond commands a second of the second part
     * @param payloadBytes of each command
     */
    public record Load(int commands, int sims, int connections, int pacePerSecond, int payloadBytes) {}

    private final Rig rig;
    private final Load load;
    private final Consumer<String> tell;
    private final List<HttpCommandApi> apis = new ArrayList<>();
    private final List<String> sims = new ArrayList<>();
    /** When each command became {@code sent}, as a subscriber of the event stream sees it, by its SID. */
    private final Map<String, Long> sentTimes = new ConcurrentHashMap<>();

    /** @param rig with a stub that has at least as many Sims, started */
    public StubBench(Rig rig, Load load, Consumer<String> tell) {
        this.rig = rig;
        this.load = load;
        this.tell = tell;
    }

    /** Runs everything; tells what it does meanwhile. */
    public StubReport run()
            throws IOException, ApiException, ProcessException, InterruptedException, ExecutionException {
        for (int i = 0; i < load.connections(); i++) {
            apis.add(rig.api());
        }
        StubReport report = new StubReport(load);
        ExecutorService senders = Executors.newFixedThreadPool(load.connections());
        try (Devices devices = new Devices(load.sims(), rig.ports().listener());
                EventStream unused = new EventStream(rig.console().events(), this::noteSent)) {
            devices.start();
            attach(devices);
            Wave wave = new Wave(devices, senders);
            tell.accept("warming up: " + WARM_UP + " commands");
            wave.run(WARM_UP, 0);
            tell.accept("as fast as it goes: " + load.commands() + " commands to " + load.sims() + " Sims over "
                    + load.connections() + " connections");
            report.flatOut(wave.run(load.commands(), 0));
            int paced = Math.min(load.commands(), 10 * load.pacePerSecond());
            tell.accept("at " + load.pacePerSecond() + " a second: " + paced + " commands");
            report.paced(wave.run(paced, load.pacePerSecond()), floor());
            report.memory(residentKilobytes());
            report.retries(apis.stream().mapToInt(HttpCommandApi::retries).sum());
            return report;
        } finally {
            senders.shutdownNow();
        }
    }

    private void noteSent(JsonNode event) {
        if (event.path("type").asText().equals("command.sent")) {
            sentTimes.put(event.path("sid").asText(), System.nanoTime());
        }
    }

    private void attach(Devices devices) throws ApiException, InterruptedException {
        JsonNode list = apis.get(0).get("/Sims?PageSize=1000").path("sims");
        list.forEach(sim -> sims.add(sim.path("sid").asText()));
        for (int i = 0; i < load.sims(); i++) {
            rig.console().network(sims.get(i), true, devices.address(i));
        }
    }

    /** What a request costs on this machine that does next to nothing, at the same pace. */
    private long[] floor() throws ApiException, InterruptedException {
        long[] nanos = new long[FLOOR_REQUESTS];
        String path = "/Sims/" + sims.get(0);
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            apis.get(0).get(path);
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    private long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(rig.stub().pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    /** One wave of commands and what became of them. */
    private final class Wave {
        private final Devices devices;
        private final ExecutorService senders;

        Wave(Devices devices, ExecutorService senders) {
            this.devices = devices;
            this.senders = senders;
        }

        /** @param pace commands a second; 0 = none is waited for but the answer before it */
        StubReport.Wave run(int commands, int pace) throws InterruptedException, ExecutionException {
            devices.expect(commands);
            sentTimes.clear();
            long[] started = new long[commands + 1];
            long[] answered = new long[commands + 1];
            String[] sids = new String[commands + 1];
            AtomicInteger refused = new AtomicInteger();
            long begin = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int connection = 0; connection < load.connections(); connection++) {
                int first = connection;
                Callable<Void> sender = () -> {
                    for (int n = first + 1; n <= commands; n += load.connections()) {
                        pause(begin, n, pace);
                        started[n] = System.nanoTime();
                        sids[n] = send(apis.get(first), simOf(first, n), n, refused);
                        answered[n] = System.nanoTime();
                    }
                    return null;
                };
                running.add(senders.submit(sender));
            }
            for (Future<?> each : running) {
                each.get();
            }
            long end = System.nanoTime();
            int arrived = devices.awaitAll(QUIET_MILLIS);
            awaitEvents(commands - refused.get());
            long[] sent = new long[commands + 1];
            for (int n = 1; n <= commands; n++) {
                sent[n] = sids[n] == null ? 0 : sentTimes.getOrDefault(sids[n], 0L);
            }
            var times = new StubReport.Times(started, answered, sent, devices.arrivals());
            var faults = new StubReport.Faults(
                    refused.get(), commands - refused.get() - arrived, devices.outOfOrder(), devices.foreign());
            return new StubReport.Wave(commands, end - begin, times, faults);
        }

        /** A Sim belongs to one connection: only then its commands have an order. */
        private int simOf(int connection, int n) {
            int own = Math.max(1, load.sims() / load.connections());
            return (connection + (n / load.connections() % own) * load.connections()) % load.sims();
        }

        private @org.jspecify.annotations.Nullable String send(
                HttpCommandApi api, int sim, int n, AtomicInteger refused) throws InterruptedException {
            try {
                String payload = Devices.payload(sim, n, load.payloadBytes());
                return api.create(NewCommand.text(
                                sims.get(sim), payload, rig.ports().listener()))
                        .sid();
            } catch (ApiException e) {
                refused.incrementAndGet();
                return null;
            }
        }

        private void pause(long begin, int n, int pace) throws InterruptedException {
            if (pace > 0) {
                TimeUnit.NANOSECONDS.sleep(begin + n * 1_000_000_000L / pace - System.nanoTime());
            }
        }

        private void awaitEvents(int wanted) throws InterruptedException {
            long end = System.nanoTime() + QUIET_MILLIS * 1_000_000L;
            while (sentTimes.size() < wanted && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }
}

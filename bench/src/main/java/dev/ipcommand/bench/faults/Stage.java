package dev.ipcommand.bench.faults;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.NewCommand;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Plays scenes on one rig and sees to it that each begins with everything in order.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Stage {
    /** More of the agent's configuration: no limits, and a handler that takes its time. */
    static final String CONFIGURATION =
            """
            [limits]
            commands_per_minute = 10000000
            burst = 1000000
            reply_bytes_per_hour = 0

            [handler.slow]
            allow = ["anyone"]
            deadline = "10s"
            """;

    private static final byte[] SLOW = "#!/bin/sh\nsleep 1.5\necho done\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LOOK_MILLIS = 40;
    private static final int STREAK = 8;
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Rig rig;
    private final SimulatorLine simulator;
    private final Duration patience;
    private boolean running;
    private boolean clean;

    /**
     * @param rig nothing of it runs yet
     * @param patience beyond the time that the trouble itself lasts
     */
    Stage(Rig rig, Duration patience) {
        this.rig = rig;
        this.simulator = new SimulatorLine(rig.simulatorControl());
        this.patience = patience;
    }

    /** Starts what stays for all scenes. */
    void open() throws IOException, ProcessException, ApiException, InterruptedException {
        rig.startStub();
        rig.writeConfiguration();
        rig.files().install("slow", SLOW);
    }

    Rig rig() {
        return rig;
    }

    /** Plays a scene once. */
    Sample play(Scene scene) throws IOException, ProcessException, ApiException, InterruptedException {
        if (scene.when().atStart()) {
            end();
            rig.startSimulator(scene.steps());
            running = true;
            clean = scene.steps().isEmpty();
            AgentLog log = new AgentLog(rig.files().directory().resolve("agent.log"));
            long start = System.nanoTime();
            rig.launchAgent();
            return observe(scene, traffic(scene.every()), log, start);
        }
        prepare();
        int before = simulator.violations().size();
        Traffic traffic = traffic(scene.every());
        if (scene.when() == Scene.When.REPLY_DUE) {
            rig.api().create(NewCommand.text(rig.sim(), "slow#due", rig.ports().listener()));
            TimeUnit.MILLISECONDS.sleep(400);
        }
        AgentLog log = new AgentLog(rig.agent().log());
        long start = System.nanoTime();
        simulator.ask(scene.steps().get(0));
        if (scene.name().equals("card-swap")) {
            clean = false;
            traffic.follow(rig.api().simByIccid(nextIccid()));
        }
        Sample sample = observe(scene, traffic, log, start);
        clean &= sample.served();
        return new Sample(
                sample.noticed(),
                sample.lost(),
                sample.back(),
                sample.violations()
                        .subList(
                                Math.min(before, sample.violations().size()),
                                sample.violations().size()),
                sample.log());
    }

    private static String nextIccid() {
        return new java.math.BigInteger(Rig.ICCID).add(java.math.BigInteger.ONE).toString();
    }

    /** Everything runs, no fault is on, and commands are answered. */
    void prepare() throws IOException, ProcessException, ApiException, InterruptedException {
        if (!running || !clean) {
            end();
            rig.startSimulator();
            rig.launchAgent();
            running = true;
            clean = true;
        }
        simulator.ask("{\"clear\":\"all\"}");
        Traffic traffic = traffic(Scene.USUAL);
        long start = System.nanoTime();
        while (traffic.streak() < STREAK) {
            if (System.nanoTime() - start > SETTLE_NANOS) {
                clean = false;
                throw new ProcessException("no service before the scene" + rig.lastLines());
            }
            traffic.tick();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private Traffic traffic(Duration every) throws ApiException, InterruptedException {
        return new Traffic(rig.api(), rig.sim(), rig.ports().listener(), every);
    }

    private void end() throws ProcessException {
        if (running) {
            if (!rig.agent().stop(GRACE)) {
                throw new ProcessException(
                        "the agent did not end within 5 s" + rig.agent().lastLines());
            }
            rig.simulator().stop(GRACE);
            running = false;
        }
    }

    private Sample observe(Scene scene, Traffic traffic, AgentLog log, long start)
            throws IOException, ApiException, InterruptedException {
        List<Step> steps = later(scene);
        long end = start + scene.away().plus(patience).toNanos();
        boolean settled = false;
        while (!settled && System.nanoTime() < end) {
            traffic.tick();
            long passed = System.nanoTime() - start;
            while (!steps.isEmpty() && steps.get(0).atNanos() <= passed) {
                simulator.ask(steps.remove(0).request());
            }
            settled = steps.isEmpty()
                    && passed > scene.away().toNanos()
                    && traffic.streak() >= (scene.every().equals(Scene.USUAL) ? STREAK : 2)
                    && (traffic.lost()
                            || passed > scene.look().toNanos()
                            || log.noticed().isPresent());
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        boolean lost = traffic.lost() || !settled || scene.when().atStart();
        Optional<Duration> back =
                lost && settled ? traffic.backAt().map(at -> Duration.ofNanos(at - start)) : Optional.empty();
        return new Sample(log.noticed(), lost, back, simulator.violations(), log.excerpt());
    }

    private record Step(long atNanos, String request) {}

    /** The steps after the first: {@code wait N} puts off those that follow by N seconds. */
    private static List<Step> later(Scene scene) {
        List<Step> steps = new ArrayList<>();
        long at = 0;
        for (String step : scene.when().atStart()
                ? List.<String>of()
                : scene.steps().subList(1, scene.steps().size())) {
            if (step.startsWith("wait ")) {
                at += TimeUnit.SECONDS.toNanos(Long.parseLong(step.substring("wait ".length())));
            } else {
                steps.add(new Step(at, step));
            }
        }
        return steps;
    }
}

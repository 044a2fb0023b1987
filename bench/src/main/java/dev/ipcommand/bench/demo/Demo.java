package dev.ipcommand.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.EventStream;
import dev.ipcommand.bench.api.HttpCommandApi;
import dev.ipcommand.bench.api.Pace;
import dev.ipcommand.bench.live.LivePlan;
import dev.ipcommand.bench.live.LiveReport;
import dev.ipcommand.bench.live.LiveRun;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Sends the reference command through a rig and tells what happened to it.
 *
 * <p><b>Threading.</b> One thread; the rig may be closed by another one at any time, which ends the demo with an error.
 */
public final class Demo {
    private static final int MAX_EVENTS = 1000;
    private static final String COMMAND = "checkin: firmware update";
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Rig rig;
    private final Consumer<String> out;

    /** @param out told one line at a time */
    public Demo(Rig rig, Consumer<String> out) {
        this.rig = rig;
        this.out = out;
    }

    /**
     * Starts the rig and sends one command.
     *
     * @return whether the answer came back; the cause was told if not
     */
    public boolean run() throws IOException, ProcessException, ApiException, InterruptedException {
        WebhookReceiver webhook = new WebhookReceiver(rig.ports().server());
        long begin = System.nanoTime();
        rig.start();
        out.accept(String.format(
                java.util.Locale.ROOT,
                "Stub, %sagent are up after %.1f s.",
                rig.logs().size() > 2 ? "simulated modem and " : "",
                (System.nanoTime() - begin) / 1e9));
        BlockingQueue<JsonNode> seen = new LinkedBlockingQueue<>(MAX_EVENTS);
        try (EventStream unused = new EventStream(rig.console().events(), event -> keep(seen, event))) {
            LiveReport report = send();
            Life life = new Life();
            long called = webhook.await(report.exitStatus() == 0 ? SETTLED.toMillis() : 0);
            life.stubSaw(List.copyOf(seen));
            life.agentSaw(rig.agentStatus(), "checkin");
            life.webhookSaw(called);
            life.lines().forEach(out);
            LiveReport.Command command = report.commands().get(0);
            if (report.exitStatus() == 0) {
                out.accept("Answer: " + command.answer());
                return true;
            }
            out.accept("No right answer: "
                    + report.problem().map(ApiException::getMessage).orElse(command.outcome() + " " + command.answer())
                    + rig.lastLines());
            return false;
        }
    }

    /** The newest thousand. */
    private static void keep(BlockingQueue<JsonNode> seen, JsonNode event) {
        while (!seen.offer(event)) {
            seen.poll();
        }
    }

    private LiveReport send() throws ApiException, InterruptedException {
        HttpCommandApi api = rig.api();
        LivePlan plan = new LivePlan(
                rig.sim(),
                rig.ports().listener(),
                1,
                new LivePlan.Message(COMMAND, OptionalInt.empty(), true),
                new LivePlan.Timing(Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofMillis(50)));
        out.accept("Sending \"" + COMMAND + "\" to the Sim, port " + plan.port() + ".");
        return new LiveRun(api, plan, Pace.ofTheMachine(), "demo", line -> {}).run();
    }

    /** What to type to play with it. */
    public void invite() throws ApiException, InterruptedException {
        out.accept("");
        out.accept("It stays up. Send it a command:");
        out.accept("  curl -u " + rig.credentials() + " " + rig.baseUrl() + "/v1/IpCommands \\");
        out.accept("    -d Sim=" + rig.sim() + " -d DevicePort=" + rig.ports().listener()
                + " --data-urlencode 'Payload=echo: hello'");
        out.accept("See what came back:");
        out.accept("  curl -u " + rig.credentials() + " '" + rig.baseUrl() + "/v1/IpCommands?Direction=from_sim'");
        out.accept("Ask the agent:");
        out.accept("  bin/ipcommand status --config " + rig.files().configuration());
        out.accept("Handlers, live when you save them: " + rig.files().handlers());
        out.accept("Logs:");
        rig.logs().forEach(log -> out.accept("  " + log));
        out.accept("Ctrl-C ends it and leaves nothing behind.");
    }
}

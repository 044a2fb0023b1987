package dev.ipcommand.bench.campaign;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Kills or stops one process, starts it again and looks when the chain works. */
public final class RestartCampaign {
    /** A command sent this long after READY works. */
    public static final Duration BOUND = Duration.ofSeconds(15);

    private final Rig rig;
    private int asked;

    /** @param rig running */
    public RestartCampaign(Rig rig) {
        this.rig = rig;
    }

    /** Which process. */
    public enum Part {
        STUB,
        SIMULATOR,
        AGENT
    }

    /** How it ends. */
    public enum End {
        /** SIGKILL, as in a crash. */
        KILLED,
        /** SIGTERM, as systemd does it. */
        STOPPED
    }

    /**
     * Ends the process, sees that commands fail without anything hanging, starts it again.
     *
     * @return how long after its READY the first command was sent that was answered; empty if none was in
     *     {@link #BOUND}
     */
    public Optional<Duration> run(Part part, End end)
            throws IOException, ProcessException, ApiException, InterruptedException {
        Child victim = child(part);
        if (end == End.KILLED) {
            victim.kill();
        } else if (!victim.stop(Duration.ofSeconds(5))) {
            throw new ProcessException(victim.name() + " did not end within 5 s after SIGTERM" + victim.lastLines());
        }
        if (part == Part.AGENT && works(new Conversation(rig))) {
            throw new ProcessException("a command was answered while no agent ran");
        }
        start(part);
        long ready = System.nanoTime();
        Conversation conversation = new Conversation(rig);
        while (true) {
            Duration since = Duration.ofNanos(System.nanoTime() - ready);
            if (since.compareTo(BOUND) > 0) {
                return Optional.empty();
            }
            if (works(conversation)) {
                return Optional.of(since);
            }
        }
    }

    private boolean works(Conversation conversation) throws ApiException, InterruptedException {
        byte[] ping = ("echo#r" + ++asked + ": x").getBytes(StandardCharsets.UTF_8);
        return conversation
                .ask(ping, Duration.ofSeconds(1))
                .filter(answer -> Arrays.equals(answer, ping))
                .isPresent();
    }

    private Child child(Part part) {
        return switch (part) {
            case STUB -> rig.stub();
            case SIMULATOR -> rig.simulator();
            case AGENT -> rig.agent();
        };
    }

    private void start(Part part) throws IOException, ProcessException, ApiException, InterruptedException {
        switch (part) {
            case STUB -> rig.startStub();
            case SIMULATOR -> rig.startSimulator();
            case AGENT -> rig.startAgent();
        }
    }
}

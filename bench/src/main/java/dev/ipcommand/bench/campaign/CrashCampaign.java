package dev.ipcommand.bench.campaign;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An agent that is killed (SIGKILL) again and again in the middle of its work, and a sender that repeats what was not
 * answered. The handler's own file says what was executed; the gateway says which messages of the outbox came.
 *
 * <p><b>Threading.</b> One thread; messages are handed over on a second one.
 */
public final class CrashCampaign {
    private static final int UNDER_WAY = 8;
    private static final int MAX_LIFE_MILLIS = 1_500;
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration STARTS = Duration.ofSeconds(60);
    private static final String NOTED = ": noted";
    private static final String ABORTED = "! aborted: the agent ended while it ran";

    private final Rig rig;
    private final Random random;
    private final Consumer<String> out;
    private final Map<String, Boolean> open = new LinkedHashMap<>();
    private final Map<String, String> answered = new HashMap<>();
    private final Set<String> messages = new HashSet<>();
    private final List<String> findings = new ArrayList<>();
    private int sent;
    private int again;

    /**
     * @param rig made with {@link #options}, nothing of it running
     * @param seed for the moments of the kills
     * @param out gets lines for a person
     */
    public CrashCampaign(Rig rig, long seed, Consumer<String> out) {
        this.rig = rig;
        this.random = new Random(seed);
        this.out = out;
    }

    /** What the campaign runs on: an agent without a modem and without limits. */
    public static RigOptions options() {
        return RigOptions.NO_MODEM.with(
                """
                [limits]
                commands_per_minute = 0
                burst = 0
                reply_bytes_per_hour = 0

                [handler.note]
                allow = ["anyone"]
                concurrency = 4
                queue = 16
                """);
    }

    /**
     * Starts the agent, kills it a number of times and lets it come to an end of its work.
     *
     * @return what was found; empty = nothing ran twice and nothing durable was lost
     */
    public List<String> run(int kills) throws IOException, ProcessException, InterruptedException {
        rig.writeConfiguration();
        Path file = rig.files().directory().resolve("executed");
        Files.createFile(file);
        String script = "#!/bin/sh\necho \"$IPCOMMAND_ID\" >>'" + file + "'\necho noted\n";
        rig.files().install("note", script.getBytes(US_ASCII));
        Path socket = rig.files().directory().resolve("control.sock");
        rig.startAgent();
        try (DirectLine line = new DirectLine(rig.ports());
                CrashMessages outbox = new CrashMessages(new ControlLine(socket))) {
            outbox.start();
            for (int kill = 1; kill <= kills; kill++) {
                oneLife(line, kill);
            }
            Set<String> durable = outbox.stop();
            durable.add(sendByCommand());
            lastLife(line, durable);
            look(file, durable);
        }
        return findings;
    }

    private void oneLife(DirectLine line, int kill) throws IOException, ProcessException, InterruptedException {
        long life = TimeUnit.MILLISECONDS.toNanos(random.nextInt(MAX_LIFE_MILLIS));
        int before = answered.size();
        long start = System.nanoTime();
        while (System.nanoTime() - start < life) {
            while (open.size() < UNDER_WAY) {
                open.put("note#c" + sent++, true);
            }
            sendOpen(line);
            line.receive(STEP).ifPresent(this::take);
        }
        rig.agent().kill();
        // What it sent before it died.
        drain(line);
        out.accept("killed " + kill + ": after " + TimeUnit.NANOSECONDS.toMillis(life) + " ms, "
                + (answered.size() - before) + " answers, " + open.size() + " unanswered; messages "
                + messages.size());
        rig.launchAgent().awaitLine("READY", STARTS);
        open.replaceAll((head, unsent) -> true);
        again += open.size();
    }

    private void sendOpen(DirectLine line) throws IOException {
        for (Map.Entry<String, Boolean> command : open.entrySet()) {
            if (command.getValue()) {
                line.send(command.getKey());
                command.setValue(false);
            }
        }
    }

    private void drain(DirectLine line) throws IOException {
        for (Optional<String> left = line.receive(STEP); left.isPresent(); left = line.receive(STEP)) {
            take(left.get());
        }
    }

    private void take(String datagram) {
        if (datagram.startsWith(CrashMessages.PREFIX)) {
            messages.add(datagram);
            return;
        }
        String head = datagram.split("[:!]", 2)[0];
        String answer = datagram.substring(head.length());
        if (!answer.equals(NOTED) && !answer.equals(ABORTED)) {
            findings.add("not as it should be: " + datagram);
        }
        String earlier = answered.put(head, answer);
        if (open.remove(head) == null && earlier == null) {
            findings.add("nobody asked for: " + datagram);
        } else if (earlier != null && !earlier.equals(answer)) {
            findings.add(head + " was answered" + earlier + " and then" + answer);
        }
    }

    /** As a person at the gateway does it. */
    private String sendByCommand() throws IOException, ProcessException, InterruptedException {
        String message = CrashMessages.PREFIX + "by-command";
        Child send = rig.launch(
                "send",
                "ipcommand",
                "send",
                "--config",
                rig.files().configuration().toString(),
                "--text",
                message);
        Optional<Integer> exit = send.awaitExit(PATIENCE);
        if (!exit.equals(Optional.of(0))) {
            throw new ProcessException("ipcommand send ended with " + exit + send.lastLines());
        }
        return message;
    }

    private void lastLife(DirectLine line, Set<String> durable) throws IOException {
        long start = System.nanoTime();
        sendOpen(line);
        while (!(open.isEmpty() && messages.containsAll(durable)) && System.nanoTime() - start < PATIENCE.toNanos()) {
            line.receive(STEP).ifPresent(this::take);
        }
        open.keySet().forEach(head -> findings.add("never answered: " + head));
        // Late ones would be second answers.
        drain(line);
    }

    private void look(Path file, Set<String> durable) throws IOException {
        Map<String, Integer> executed = new HashMap<>();
        Files.readAllLines(file).forEach(id -> executed.merge("note#" + id, 1, Integer::sum));
        executed.forEach((head, times) -> {
            if (times > 1) {
                findings.add(head + " was executed " + times + " times");
            }
        });
        answered.forEach((head, answer) -> {
            if (answer.equals(NOTED) && !executed.containsKey(head)) {
                findings.add(head + " was answered and not executed");
            }
        });
        durable.stream()
                .filter(message -> !messages.contains(message))
                .forEach(message -> findings.add("durable and lost: " + message));
        long aborted = answered.values().stream().filter(ABORTED::equals).count();
        out.accept(sent + " ids, " + answered.size() + " answered, " + aborted + " of them aborted; " + executed.size()
                + " executed, " + again + " repeated after a kill; " + durable.size() + " messages durable, "
                + messages.size() + " arrived");
    }
}

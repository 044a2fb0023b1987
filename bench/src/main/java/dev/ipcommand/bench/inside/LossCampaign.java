package dev.ipcommand.bench.inside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcommand.bench.rig.SenderKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of commands over a network that loses, delays and reorders, to an agent that is stopped and killed: the sender
 * repeats the same bytes until it hears the answer. Virtual time, real dispatcher, real journal; half of the commands
 * signed, by two keys.
 *
 * <p>The seed fixes what the network does. What a kill finds under way is up to real threads, on purpose.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class LossCampaign implements AutoCloseable {
    /** Between the tries: 1, 2, 4, 8, 16 s, then every 30 s. */
    private static final int[] PAUSES = {1, 2, 4, 8, 16, 30};

    private static final int TRIES = 20;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long EVERY = SECOND;
    private static final long LIFE = 150 * SECOND;
    private static final long DOWN = 5 * SECOND;
    private static final long HOLD = 40 * SECOND;
    /** Datagrams overtake each other within this time. */
    private static final long DELAY = 3 * SECOND;

    private final Settings settings;
    private final Random random;
    private final AtomicLong now = new AtomicLong();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<String, Command> commands = new HashMap<>();
    private final List<SenderKey> keys = List.of(SenderKey.eddsa("ops1"), SenderKey.hs256("ops2"));
    private final LossAgent agent;
    private boolean up;
    private long planned;
    private int open;
    private int sent;
    private int lost;
    private int stops;
    private int crashes;

    /**
     * @param ids how many commands
     * @param loss the share of datagrams that is lost, each way
     */
    public record Settings(int ids, long seed, double loss) {}

    /** @param directory empty; removed by its owner */
    public LossCampaign(Path directory, Settings settings) throws IOException {
        this.settings = settings;
        this.random = new Random(settings.seed());
        this.agent = new LossAgent(directory, now::get, System.currentTimeMillis() / 1000, keys);
    }

    /** Something that happens at a virtual time. */
    private record Event(long at, long order, Step step) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** A command and what its sender knows of it. */
    private static final class Command {
        final String head;
        final String id;
        final @Nullable SenderKey key;
        byte[] bytes = {};
        int tries;

        @Nullable
        String answer;

        Command(String name, String id, @Nullable SenderKey key) {
            this.head = name + "#" + id;
            this.id = id;
            this.key = key;
        }
    }

    /** Runs to the end of the last command. */
    public LossResult run() throws IOException, InterruptedException {
        open = settings.ids();
        for (int i = 0; i < settings.ids(); i++) {
            SenderKey key = i % 2 == 0 ? null : keys.get(i / 2 % keys.size());
            String name = LossHandlers.NAMES.get(random.nextInt(LossHandlers.NAMES.size()));
            Command command = new Command(name, "i" + i, key);
            commands.put(command.head, command);
            later(i * EVERY, () -> send(command));
        }
        begin();
        while (open > 0 || agent.handlers().held() > 0) {
            Event next = events.remove();
            now.set(next.at());
            next.step().run();
        }
        agent.close();
        return result();
    }

    private void later(long nanos, Step step) {
        events.add(new Event(now.get() + nanos, planned++, step));
    }

    private void begin() throws IOException {
        agent.start();
        up = true;
        later(LIFE / 2 + within(LIFE), this::end);
    }

    /** Half of the lives end in order, half while a datagram is just being taken. */
    private void end() throws InterruptedException {
        if (random.nextBoolean()) {
            stops++;
            leave(agent.stop());
        } else {
            crashes++;
            commands.values().stream()
                    .filter(command -> command.tries > 0 && command.answer == null)
                    .findAny()
                    .ifPresent(command -> agent.dispatch(command.id, command.bytes));
            agent.crash();
        }
        up = false;
        later(within(DOWN), this::begin);
    }

    private void send(Command command) {
        if (command.answer != null || command.tries == TRIES) {
            open--;
            return;
        }
        if (command.tries == 0) {
            SenderKey key = command.key;
            command.bytes = (key == null ? command.head : agent.sign(key, command.head)).getBytes(US_ASCII);
        }
        later(PAUSES[Math.min(command.tries, PAUSES.length - 1)] * SECOND, () -> send(command));
        command.tries++;
        travel(() -> arrive(command));
    }

    private void travel(Step arrival) {
        sent++;
        if (random.nextDouble() < settings.loss()) {
            lost++;
        } else {
            later(within(DELAY), arrival);
        }
    }

    private void arrive(Command command) throws InterruptedException {
        if (!up) {
            lost++;
            return;
        }
        boolean heldBefore = agent.handlers().isHeld(command.id);
        agent.dispatch(command.id, command.bytes);
        leave(agent.settle());
        if (!heldBefore && agent.handlers().isHeld(command.id)) {
            later(within(HOLD), () -> release(command));
        }
    }

    private void release(Command command) throws InterruptedException {
        if (up) {
            agent.handlers().release(command.id);
            leave(agent.settle());
        }
    }

    private void leave(List<String> answers) {
        answers.forEach(answer -> travel(() -> hear(answer)));
    }

    private void hear(String answer) {
        int end = Math.max(answer.indexOf(": "), answer.indexOf("! "));
        Command command = commands.get(answer.split("[:!]", 2)[0]);
        if (command == null || end < 0) {
            throw new IllegalStateException("nobody asked for: " + answer);
        }
        if (command.answer == null && !isInvitation(answer)) {
            command.answer = answer.substring(command.head.length());
        }
    }

    /** It did not run, and the sender may go on trying. */
    private static boolean isInvitation(String answer) {
        return answer.endsWith("! resource-exhausted: queue full")
                || answer.endsWith("! unavailable: the agent is stopping")
                || answer.endsWith("! unavailable: the disk refuses to note that it runs");
    }

    private long within(long nanos) {
        return (long) (random.nextDouble() * nanos);
    }

    private LossResult result() throws IOException {
        Map<String, Integer> executed = agent.handlers().executed();
        List<String> findings = new ArrayList<>();
        Map<String, Integer> answers = new HashMap<>();
        int signed = 0;
        for (Command command : commands.values()) {
            signed += command.key == null ? 0 : 1;
            String answer = command.answer == null ? "none" : command.answer;
            answers.merge(answer, 1, Integer::sum);
            int times = executed.getOrDefault(command.head, 0);
            boolean ran = answer.equals(": done") || answer.equals("! unavailable: as always");
            if (times > 1 || (ran && times == 0)) {
                findings.add(command.head + " was executed " + times + " times; answered " + answer);
            } else if (!ran && !answer.equals("none") && !answer.startsWith("! aborted: ")) {
                findings.add(command.head + " was answered " + answer);
            }
        }
        if (!commands.keySet().containsAll(executed.keySet())) {
            findings.add("something was executed that nobody sent");
        }
        if (agent.refusals() > 0) {
            findings.add(agent.refusals() + " tokens were refused");
        }
        return new LossResult(
                settings,
                new LossResult.Network(sent, lost, stops, crashes, now.get() / SECOND),
                new LossResult.Commands(signed, executed.size(), (int)
                        executed.values().stream().filter(times -> times > 1).count()),
                Map.copyOf(answers),
                findings);
    }

    @Override
    public void close() throws IOException {
        agent.close();
    }
}

package dev.ipcommand.bench.faults;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.HttpCommandApi;
import dev.ipcommand.bench.api.IpCommand;
import dev.ipcommand.bench.api.NewCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ping#ID} through the API, usually five times a second, and which of them were answered when.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Traffic {
    /** An answer that takes longer than so many commands came through no healthy path: 1.5 s at the usual pace. */
    private static final double LATE = 7.5;

    private static final Pattern ID = Pattern.compile("ping#(b[0-9]+)");
    private static int numbers;

    private record Ping(String id, long sent) {}

    private final HttpCommandApi api;
    private final int port;
    private final List<Ping> pings = new ArrayList<>();
    private final Map<String, Long> answered = new HashMap<>();
    private final long everyNanos;
    private final long lateNanos;
    private String sim;
    private long nextAt;

    Traffic(HttpCommandApi api, String sim, int port, Duration every) {
        this.everyNanos = every.toNanos();
        this.lateNanos = Math.round(everyNanos * LATE);
        this.api = api;
        this.sim = sim;
        this.port = port;
        this.nextAt = System.nanoTime();
    }

    private static synchronized String nextId() {
        return "b" + ++numbers;
    }

    /** Commands go to another Sim from now on. */
    void follow(String other) {
        sim = other;
    }

    /** Sends if it is time, and looks what has come. */
    void tick() throws ApiException, InterruptedException {
        long now = System.nanoTime();
        if (now >= nextAt) {
            nextAt = now + everyNanos;
            Ping ping = new Ping(nextId(), now);
            api.create(NewCommand.text(sim, "ping#" + ping.id(), port));
            pings.add(ping);
        }
        String query = "Sim=" + sim + "&Direction=from_sim&PageSize=50";
        for (IpCommand answer : api.page(query).commands()) {
            Matcher id = ID.matcher(new String(answer.bytes(), StandardCharsets.UTF_8));
            if (id.lookingAt()) {
                answered.putIfAbsent(id.group(1), System.nanoTime());
            }
        }
    }

    private Optional<Long> answerTo(Ping ping) {
        return Optional.ofNullable(answered.get(ping.id()));
    }

    private boolean isLate(Ping ping) {
        return answerTo(ping).orElseGet(System::nanoTime) - ping.sent() > lateNanos;
    }

    /** Whether any was late or got no answer in time. */
    boolean lost() {
        return pings.stream().anyMatch(this::isLate);
    }

    /** How many of the latest were answered in time, one after the other; those that may still be are passed over. */
    int streak() {
        int streak = 0;
        for (int i = pings.size() - 1; i >= 0; i--) {
            Ping ping = pings.get(i);
            if (isLate(ping)) {
                break;
            }
            streak += answerTo(ping).isPresent() ? 1 : 0;
        }
        return streak;
    }

    /** When the first command after the last unanswered one was answered; empty if none was. */
    Optional<Long> backAt() {
        Optional<Long> back = Optional.empty();
        for (int i = pings.size() - 1; i >= 0; i--) {
            Optional<Long> answer = answerTo(pings.get(i));
            if (answer.isEmpty() && isLate(pings.get(i))) {
                break;
            }
            if (answer.isPresent() && (back.isEmpty() || answer.get() < back.get())) {
                back = answer;
            }
        }
        return back;
    }
}

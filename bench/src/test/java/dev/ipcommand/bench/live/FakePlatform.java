package dev.ipcommand.bench.live;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.CommandApi;
import dev.ipcommand.bench.api.IpCommand;
import dev.ipcommand.bench.api.NewCommand;
import dev.ipcommand.bench.api.Pace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A platform with a device behind it, on a clock that only moves when somebody waits. */
final class FakePlatform implements CommandApi, Pace {
    private record Due(long nanos, int order, String text) {}

    final List<NewCommand> created = new ArrayList<>();
    final List<Long> createdAt = new ArrayList<>();
    final Map<String, String> statuses = new HashMap<>();
    /** What the device answers to a command: texts, each after its delay in milliseconds. */
    Function<String, Map<String, Long>> device = text -> Map.of(echo(text), 100L);

    String deliveredStatus = "sent";
    boolean oldestFirst;
    int pageSize = 100;
    Optional<ApiException> refusal = Optional.empty();

    private final List<IpCommand> resources = new ArrayList<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>((one, other) ->
            one.nanos != other.nanos ? Long.compare(one.nanos, other.nanos) : Integer.compare(one.order, other.order));
    private long now = 5_000_000_000L;
    private int sids;

    static String echo(String text) {
        return text.startsWith("echo") ? text : text.replaceAll("[: ].*", "") + ": done";
    }

    void received(String text) {
        String payload = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        resources.add(
                new IpCommand("HG" + ++sids, "from_sim", "received", "binary", payload, date(), "127.64.0.23", 6969));
    }

    private String date() {
        return String.format("2026-11-01T00:%02d:%02dZ", now / 60_000_000_000L % 60, now / 1_000_000_000L % 60);
    }

    @Override
    public IpCommand create(NewCommand command) throws ApiException {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        created.add(command);
        createdAt.add(now / 1_000_000);
        String sid = "HG" + ++sids;
        statuses.put(sid, deliveredStatus);
        device.apply(command.payload())
                .forEach((text, delay) -> due.add(new Due(now + delay * 1_000_000, ++sids, text)));
        return new IpCommand(sid, "to_sim", "queued", "text", command.payload(), date(), "", 6969);
    }

    @Override
    public IpCommand fetch(String sid) {
        return new IpCommand(sid, "to_sim", statuses.getOrDefault(sid, "sent"), "text", "", date(), "", 6969);
    }

    @Override
    public Page fromSim(String sim) {
        return page("0");
    }

    @Override
    public Page page(String query) {
        List<IpCommand> ordered = new ArrayList<>(resources);
        if (!oldestFirst) {
            Collections.reverse(ordered);
        }
        int from = Integer.parseInt(query);
        List<IpCommand> items = IntStream.range(from, Math.min(ordered.size(), from + pageSize))
                .mapToObj(ordered::get)
                .toList();
        int next = from + pageSize;
        return new Page(items, next < ordered.size() ? Optional.of(Integer.toString(next)) : Optional.empty());
    }

    @Override
    public int retries() {
        return 0;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void pause(Duration duration) {
        now += duration.toNanos();
        while (!due.isEmpty() && due.peek().nanos <= now) {
            received(due.remove().text);
        }
    }
}

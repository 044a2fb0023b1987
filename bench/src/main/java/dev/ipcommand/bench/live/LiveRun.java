package dev.ipcommand.bench.live;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.CommandApi;
import dev.ipcommand.bench.api.IpCommand;
import dev.ipcommand.bench.api.NewCommand;
import dev.ipcommand.bench.api.Pace;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends commands and waits for their answers.
 *
 * <p>Each command carries an id of its own, so an answer is attributed without looking at clocks, which may differ, and
 * a command that a retry duplicated shows as two answers to one id. Answers of earlier runs are noted before the first
 * command leaves and then ignored.
 *
 * <p><b>Threading.</b> {@link #run} once, on one thread; {@link #stop} from any.
 */
public final class LiveRun {
    /** Single looks at commands that are still queued, per round: every one costs a request. */
    private static final int STATUS_LOOKS = 5;

    private final CommandApi api;
    private final LivePlan plan;
    private final Pace pace;
    private final Consumer<String> progress;
    private final String run;
    private final Inbox inbox;
    private final List<Flight> flights = new ArrayList<>();
    private int strangers;
    private volatile boolean stopped;

    /**
     * @param run makes the ids of this run different from those of any other: 1 to 12 letters and digits
     * @param progress told one line at a time
     */
    public LiveRun(CommandApi api, LivePlan plan, Pace pace, String run, Consumer<String> progress) {
        this.api = api;
        this.plan = plan;
        this.pace = pace;
        this.run = run;
        this.progress = progress;
        this.inbox = new Inbox(api, plan.sim());
    }

    /** One command under way. */
    private static final class Flight {
        final int number;
        final Probe probe;
        Outcome outcome = Outcome.NOT_SENT;
        String sid = "";
        boolean delivered;
        long sentNanos;
        long latencyMs = -1;
        int answers;
        String answer = "";

        Flight(int number, Probe probe) {
            this.number = number;
            this.probe = probe;
        }
    }

    /** Ends the run soon; what was found until then is reported. */
    public void stop() {
        stopped = true;
    }

    /** Runs to the end, whatever happens; the report says what did. */
    public LiveReport run() {
        for (int number = 1; number <= plan.count(); number++) {
            flights.add(new Flight(number, plan.probe(run, number)));
        }
        Optional<ApiException> problem = Optional.empty();
        try {
            inbox.open();
            fly();
        } catch (ApiException refused) {
            problem = Optional.of(refused);
        } catch (InterruptedException ended) {
            stopped = true;
            Thread.currentThread().interrupt();
        }
        return report(problem);
    }

    private void fly() throws ApiException, InterruptedException {
        int next = 0;
        long lastSent = 0;
        while (!stopped) {
            long now = pace.nanoTime();
            boolean due =
                    next == 0 || now - lastSent >= plan.timing().interval().toNanos();
            if (next < flights.size() && due && mayOverlap(next)) {
                lastSent = now;
                send(flights.get(next++));
            }
            settle(inbox.look());
            lookAtStatus();
            if (expire() && next == flights.size()) {
                return;
            }
            pace.pause(untilNext(next, lastSent));
        }
    }

    /** Commands without ids can only be told apart by going one at a time. */
    private boolean mayOverlap(int next) {
        return flights.get(next).probe.id().isEmpty() ? !anyWaiting() : true;
    }

    private boolean anyWaiting() {
        return flights.stream().anyMatch(flight -> flight.outcome == Outcome.WAITING);
    }

    private Duration untilNext(int next, long lastSent) {
        Duration poll = plan.timing().poll();
        if (next == flights.size()) {
            return poll;
        }
        long untilDue = lastSent + plan.timing().interval().toNanos() - pace.nanoTime();
        return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), Math.min(poll.toNanos(), untilDue)));
    }

    private void send(Flight flight) throws ApiException, InterruptedException {
        flight.sentNanos = pace.nanoTime();
        flight.sid = api.create(NewCommand.text(plan.sim(), flight.probe.text(), plan.port()))
                .sid();
        flight.outcome = Outcome.WAITING;
    }

    private void settle(List<IpCommand> fresh) {
        long now = pace.nanoTime();
        for (IpCommand answer : fresh) {
            byte[] bytes = answer.bytes();
            Optional<Flight> owner = ownerOf(bytes);
            if (owner.isEmpty()) {
                strangers++;
                continue;
            }
            Flight flight = owner.get();
            flight.answers++;
            if (flight.answers == 1) {
                boolean late = flight.outcome == Outcome.NO_ANSWER;
                flight.latencyMs = TimeUnit.NANOSECONDS.toMillis(now - flight.sentNanos);
                flight.answer = printable(bytes);
                flight.outcome = flight.probe.judge(bytes);
                tell(flight, (late ? "after its timeout, " : "") + flight.latencyMs + " ms");
            }
        }
    }

    private Optional<Flight> ownerOf(byte[] answer) {
        return flights.stream()
                .filter(flight -> flight.outcome != Outcome.NOT_SENT)
                .filter(flight -> belongs(flight, answer))
                .findFirst();
    }

    private static boolean belongs(Flight flight, byte[] answer) {
        if (flight.probe.id().isEmpty() && flight.outcome != Outcome.WAITING) {
            return false;
        }
        byte[] head = flight.probe.head().getBytes(StandardCharsets.UTF_8);
        if (head.length == 0) {
            return true;
        }
        return answer.length > head.length
                && Arrays.equals(answer, 0, head.length, head, 0, head.length)
                && (answer[head.length] == ':' || answer[head.length] == '!');
    }

    /** The platform knows of a failure before any timeout does. */
    private void lookAtStatus() throws ApiException, InterruptedException {
        int looks = 0;
        for (Flight flight : flights) {
            if (flight.outcome != Outcome.WAITING || flight.delivered || looks == STATUS_LOOKS) {
                continue;
            }
            looks++;
            String status = api.fetch(flight.sid).status();
            if (status.equals("failed")) {
                flight.outcome = Outcome.FAILED;
                tell(flight, "the device is not attached, or the network refused it");
            }
            flight.delivered = status.equals("sent");
        }
    }

    /** Gives up what waited too long; true if nothing waits any more. */
    private boolean expire() throws ApiException, InterruptedException {
        long now = pace.nanoTime();
        List<Flight> overdue = flights.stream()
                .filter(flight -> flight.outcome == Outcome.WAITING)
                .filter(flight ->
                        now - flight.sentNanos >= plan.timing().timeout().toNanos())
                .toList();
        if (!overdue.isEmpty()) {
            settle(inbox.lookThrough());
        }
        for (Flight flight : overdue) {
            if (flight.outcome == Outcome.WAITING) {
                flight.outcome = Outcome.NO_ANSWER;
                tell(flight, "after " + plan.timing().timeout().toMillis() + " ms");
            }
        }
        return !anyWaiting();
    }

    private void tell(Flight flight, String detail) {
        long done = flights.stream()
                .filter(other -> other.outcome != Outcome.NOT_SENT && other.outcome != Outcome.WAITING)
                .count();
        String words = flight.outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String why = flight.outcome == Outcome.REFUSED ? ": " + flight.answer : "";
        progress.accept("[" + done + "/" + plan.count() + "] command " + flight.number + ", " + flight.probe.size()
                + " bytes: " + words + ", " + detail + why);
    }

    private static String printable(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceAll("\\p{Cntrl}", "?");
            return text.length() > 200 ? text.substring(0, 200) + " …" : text;
        } catch (CharacterCodingException notText) {
            return bytes.length + " bytes that are not text";
        }
    }

    private LiveReport report(Optional<ApiException> problem) {
        List<LiveReport.Command> commands = flights.stream()
                .map(flight -> new LiveReport.Command(
                        flight.number,
                        flight.probe.size(),
                        flight.outcome == Outcome.WAITING ? Outcome.NO_ANSWER : flight.outcome,
                        flight.latencyMs,
                        flight.answers,
                        flight.answer))
                .toList();
        return new LiveReport(
                plan.count(), plan.timing().poll().toMillis(), api.retries(), strangers, commands, problem);
    }
}

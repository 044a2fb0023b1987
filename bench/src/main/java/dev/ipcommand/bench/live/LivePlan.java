package dev.ipcommand.bench.live;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a run is to do.
 *
 * @param sim SID or unique name
 * @param port the device's port
 * @param count commands to send, 1 or more
 * @param message what to send
 * @param timing when
 */
public record LivePlan(String sim, int port, int count, Message message, Timing timing) {
    /** The largest payload the platform takes. */
    public static final int MAX_BYTES = 1300;

    /**
     * @param text the command
     * @param size bytes of the whole payload, filled up; then {@code text} is not used
     * @param exact send the text as it is, without an id, one command at a time
     */
    public record Message(String text, OptionalInt size, boolean exact) {
        /** A text whose commands get ids. */
        public static Message of(String text) {
            return new Message(text, OptionalInt.empty(), false);
        }
    }

    /**
     * @param timeout how long an answer may take
     * @param interval between two commands
     * @param poll between two looks for answers; the resolution of what is measured
     */
    public record Timing(Duration timeout, Duration interval, Duration poll) {}

    /** What is wrong with the plan; empty = nothing. */
    public String problem() {
        if (count < 1 || count > 100_000) {
            return "count: 1 to 100000";
        }
        if (port < 1 || port > 65_535) {
            return "port: 1 to 65535";
        }
        if (timing.timeout.isNegative() || timing.timeout.isZero() || timing.poll.toMillis() < 10) {
            return "timeout and poll: more than nothing (poll: 10ms or more)";
        }
        Probe last = probe("xxxxxx", count);
        if (message.size.isPresent() && last.size() != message.size.getAsInt()) {
            return "size: " + Probe.identified("echo: ", "xxxxxx-" + count).size() + " to " + MAX_BYTES + " bytes";
        }
        if (last.size() > MAX_BYTES || last.size() == 0) {
            return "payload: 1 to " + MAX_BYTES + " bytes, this one would have " + last.size();
        }
        return "";
    }

    Probe probe(String run, int number) {
        String id = run + "-" + number;
        if (message.size.isPresent()) {
            return Probe.sized(id, message.size.getAsInt()).orElseGet(() -> Probe.identified("echo: ", id));
        }
        return message.exact ? Probe.exact(message.text) : Probe.identified(message.text, id);
    }
}

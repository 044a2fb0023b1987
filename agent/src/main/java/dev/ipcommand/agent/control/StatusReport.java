package dev.ipcommand.agent.control;

import java.util.List;
import java.util.Map;

/**
 * What {@code ipcommand status --json} prints, field by field; a field that is not known is an empty text or 0.
 *
 * @param version of the agent
 * @param startedAt ISO-8601, UTC
 * @param signedRefused how many tokens were refused, by cause
 * @param outboxMessages messages waiting to leave
 * @param recent the newest commands, newest first
 */
public record StatusReport(
        String version,
        String startedAt,
        Session session,
        Recovery recovery,
        Link link,
        Modem modem,
        Counters counters,
        Handlers handlers,
        Map<String, Long> signedRefused,
        int outboxMessages,
        List<Command> recent) {
    public StatusReport {
        signedRefused = Map.copyOf(signedRefused);
        recent = List.copyOf(recent);
    }

    /**
     * @param state the state's name, for example {@code LISTENING}
     * @param since ISO-8601, UTC
     * @param because why it got there
     * @param waitsFor what it waits for now
     * @param nextTry when it tries next, ISO-8601; empty if it does not wait for a time
     * @param address the session's address; empty if there is none
     */
    public record Session(
            String state, String since, String because, String waitsFor, String nextTry, String address) {}

    /**
     * @param nextRung what the recovery ladder does next if nothing changes; empty while it serves
     * @param nextRungAt when, ISO-8601, UTC
     * @param alarm whether everything was tried, or waiting does not help: somebody should look
     * @param resets of the modem in the last 24 h, those of earlier lives included
     */
    public record Recovery(String nextRung, String nextRungAt, boolean alarm, long resets) {}

    /**
     * @param path {@code embedded}, {@code interface} or empty
     * @param listening the address and port that is bound; empty if none
     * @param verified whether a datagram has come in since the path came up
     * @param warning what may be wrong with the path and what to do; empty if nothing
     */
    public record Link(String path, String listening, boolean verified, String warning) {}

    /**
     * @param port the AT port's path; {@code none} without AT
     * @param registration for example {@code ROAMING}
     * @param rssiDbm empty if not known
     */
    public record Modem(String model, String driver, String port, String registration, String rssiDbm) {}

    /** One consistent snapshot: {@code received} is the sum of the others. */
    public record Counters(long received, long handled, long repeated, long rejected, long dropped, long inFlight) {}

    /**
     * @param abandoned calls that ignore their interrupt at this moment
     * @param restartNeeded whether there are so many of them that no more Java handlers run
     */
    public record Handlers(long abandoned, boolean restartNeeded) {}

    /** One command's life: milliseconds since the epoch, 0 = not yet. */
    public record Command(
            String name, String status, long receivedMs, long startedMs, long finishedMs, long repliedMs) {}
}

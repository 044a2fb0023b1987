package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.control.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A status for people: one fact a line, aligned. Pure. */
final class StatusText {
    private static final int SHOWN_COMMANDS = 5;

    private StatusText() {}

    static String of(StatusReport report) {
        StatusReport.Session session = report.session();
        List<String> lines = new ArrayList<>();
        line(lines, "state", session.state() + (session.since().isEmpty() ? "" : " since " + session.since()));
        line(lines, "because", session.because());
        line(lines, "address", session.address().isEmpty() ? "none" : session.address());
        line(lines, "path", path(report.link()));
        line(lines, "waits for", session.waitsFor());
        line(lines, "tries next", session.nextTry());
        line(lines, "recovery", recovery(report.recovery()));
        line(lines, "modem", modem(report.modem()));
        StatusReport.Counters counters = report.counters();
        line(
                lines,
                "commands",
                String.format(
                        Locale.ROOT,
                        "%d received: %d handled, %d repeated, %d rejected, %d dropped, %d in flight",
                        counters.received(),
                        counters.handled(),
                        counters.repeated(),
                        counters.rejected(),
                        counters.dropped(),
                        counters.inFlight()));
        line(lines, "signed", refused(report.signedRefused()));
        line(lines, "handlers", handlers(report.handlers()));
        line(lines, "outbox", report.outboxMessages() + " waiting");
        report.recent().stream().limit(SHOWN_COMMANDS).forEach(command -> line(lines, "recent", command(command)));
        line(lines, "warning", report.link().warning());
        line(
                lines,
                "agent",
                joined(report.version(), report.startedAt().isEmpty() ? "" : "since " + report.startedAt()));
        return String.join(System.lineSeparator(), lines);
    }

    private static String path(StatusReport.Link link) {
        if (link.path().isEmpty()) {
            return "none";
        }
        return joined(
                link.path(),
                link.listening().isEmpty() ? "not listening" : "listening on " + link.listening(),
                link.verified() ? "verified" : "not verified: nothing has come in since it is up");
    }

    private static String recovery(StatusReport.Recovery recovery) {
        String next = recovery.nextRung().isEmpty() ? "" : recovery.nextRung() + " at " + recovery.nextRungAt();
        return joined(recovery.alarm() ? "ALARM: waiting will hardly help, type: ipcommand doctor" : "", next);
    }

    private static String modem(StatusReport.Modem modem) {
        String signal = modem.rssiDbm().isEmpty() ? "" : modem.rssiDbm() + " dBm";
        String driver = modem.driver().isEmpty() ? "" : "driver " + modem.driver();
        String port = modem.port().isEmpty() ? "" : "port " + modem.port();
        return joined(modem.model(), driver, port, modem.registration(), signal);
    }

    private static String refused(Map<String, Long> causes) {
        String each = new TreeMap<>(causes)
                .entrySet().stream()
                        .map(cause -> cause.getValue() + " by " + cause.getKey())
                        .collect(Collectors.joining(", "));
        return each.isEmpty() ? "" : "refused " + each;
    }

    private static String handlers(StatusReport.Handlers handlers) {
        if (handlers.abandoned() == 0) {
            return "";
        }
        return handlers.abandoned() + " calls hang"
                + (handlers.restartNeeded() ? ": no more Java handlers run, restart the agent" : "");
    }

    private static String command(StatusReport.Command command) {
        String took = command.repliedMs() > 0 ? command.repliedMs() - command.receivedMs() + " ms" : "";
        return joined(command.name(), command.status(), took);
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }

    /** A fact that is not known has no line. */
    private static void line(List<String> lines, String label, String text) {
        if (!text.isEmpty()) {
            // What a modem or a peer calls itself must not move the cursor of a terminal.
            lines.add(String.format(Locale.ROOT, "%-11s%s", label, text.replaceAll("\\p{Cntrl}", "?")));
        }
    }
}

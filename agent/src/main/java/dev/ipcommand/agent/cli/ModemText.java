package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.control.ModemReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A modem's report for people: one fact a line, aligned. Pure. */
final class ModemText {
    private ModemText() {}

    static String of(ModemReport report) {
        ModemReport.Identity who = report.identity();
        ModemReport.Network network = report.network();
        ModemReport.Channel channel = report.channel();
        List<String> lines = new ArrayList<>();
        line(lines, "modem", joined(who.manufacturer(), who.model(), who.revision()));
        line(lines, "imei", who.imei());
        line(lines, "driver", joined(who.driver(), with("profile ", who.profile())));
        line(lines, "port", who.port());
        line(lines, "sim", report.sim().state());
        line(lines, "iccid", report.sim().iccid());
        line(
                lines,
                "network",
                joined(
                        network.registration(),
                        network.accessTechnology(),
                        with("reject cause ", network.rejectCause())));
        line(lines, "signal", joined(dbm("RSSI ", network.rssiDbm()), dbm("RSRP ", network.rsrpDbm())));
        line(lines, "address", report.link().address());
        line(lines, "path", report.link().path());
        line(lines, "session", report.link().session());
        line(
                lines,
                "channel",
                String.format(
                        Locale.ROOT,
                        "%d timeouts (%d in a row), %d fences, %d reopenings, %d stray lines, dropped %d lines and %d URCs",
                        channel.timeouts(),
                        channel.consecutiveTimeouts(),
                        channel.fences(),
                        channel.reopenings(),
                        channel.strays(),
                        channel.droppedLines(),
                        channel.droppedUrcs()));
        line(lines, "read", age(report.reading()));
        return String.join(System.lineSeparator(), lines);
    }

    private static String age(ModemReport.Reading reading) {
        if (reading.fresh()) {
            return "just now";
        }
        String when = reading.ageMs() < 0
                ? "by the session, some time ago"
                : Duration.ofMillis(reading.ageMs()).toSeconds() + " s ago";
        return when + "; " + reading.why();
    }

    private static String dbm(String label, String number) {
        return number.isEmpty() ? "" : label + number + " dBm";
    }

    private static String with(String label, String text) {
        return text.isEmpty() ? "" : label + text;
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }

    /** A fact that is not known has no line; what a modem calls itself must not move the cursor of a terminal. */
    private static void line(List<String> lines, String label, String text) {
        if (!text.isEmpty()) {
            lines.add(String.format(Locale.ROOT, "%-11s%s", label, text.replaceAll("\\p{Cntrl}", "?")));
        }
    }
}

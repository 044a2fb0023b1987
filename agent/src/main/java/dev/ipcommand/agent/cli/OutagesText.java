package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.outage.OutageSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Outages for people: newest first, a line each, the rungs below. Pure. */
final class OutagesText {
    private OutagesText() {}

    static String of(List<Outage> newestFirst, Instant now) {
        List<String> lines = new ArrayList<>();
        OutageSummary summary = OutageSummary.of(newestFirst, now);
        lines.add(
                newestFirst.isEmpty()
                        ? "no outages"
                        : summary.count() + (summary.count() == 1 ? " outage" : " outages") + ", the longest "
                                + summary.longest().map(OutagesText::time).orElse("unknown") + ", together "
                                + time(summary.last30Days()) + " in the last 30 days");
        for (Outage outage : newestFirst) {
            String length =
                    OutageSummary.length(outage, now).map(OutagesText::time).orElse("?");
            lines.add(String.format(
                    Locale.ROOT,
                    "%s  %10s  %s%s",
                    outage.began().truncatedTo(ChronoUnit.SECONDS),
                    outage.over() ? length : "going on",
                    outage.cause(),
                    outage.note().isEmpty() ? "" : " (" + outage.note() + ")"));
            outage.tried()
                    .forEach(attempt -> lines.add(String.format(
                            Locale.ROOT,
                            "%s  %10s  rung %d: %s",
                            attempt.at().truncatedTo(ChronoUnit.SECONDS),
                            "",
                            attempt.rung().number(),
                            attempt.rung().action())));
            if (outage.omitted() > 0) {
                lines.add(" ".repeat(34) + "and " + outage.omitted() + " more before the last");
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** The two largest units: {@code 2d 3h}, {@code 4m 10s}, {@code 1.5s}. */
    static String time(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + "d " + time.toHoursPart() + "h";
        } else if (time.toHours() > 0) {
            return time.toHours() + "h " + time.toMinutesPart() + "m";
        } else if (time.toMinutes() > 0) {
            return time.toMinutes() + "m " + time.toSecondsPart() + "s";
        }
        return String.format(Locale.ROOT, "%d.%ds", time.toSeconds(), time.toMillisPart() / 100);
    }
}

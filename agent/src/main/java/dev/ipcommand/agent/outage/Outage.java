package dev.ipcommand.agent.outage;

import dev.ipcommand.agent.session.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One time without service. Immutable.
 *
 * @param began by the device's clock, which may have been wrong
 * @param cause the evidence in a few words, at most {@value #MAX_CAUSE} characters, printable
 * @param tried the rungs in order, at most {@value #MAX_TRIED}: the first ones and the very last
 * @param omitted how many more were tried before the last
 * @param over whether service came back, or the agent was started anew
 * @param lasted empty while it goes on, or if nobody can tell
 * @param note what else is to be known; usually empty
 */
public record Outage(
        Instant began,
        String cause,
        List<Attempt> tried,
        int omitted,
        boolean over,
        Optional<Duration> lasted,
        String note) {
    static final int MAX_CAUSE = 160;
    /** A ladder that is climbed for a week says nothing new after this many steps. */
    static final int MAX_TRIED = 24;

    public Outage {
        cause = plain(cause);
        note = plain(note);
        tried = List.copyOf(tried);
    }

    /** A rung that was tried. */
    public record Attempt(Rung rung, Instant at) {}

    static Outage begun(Instant at, String cause) {
        return new Outage(at, cause, List.of(), 0, false, Optional.empty(), "");
    }

    Outage with(Attempt attempt) {
        List<Attempt> all = new ArrayList<>(tried);
        int left = omitted;
        if (all.size() == MAX_TRIED) {
            all.remove(MAX_TRIED - 1);
            left++;
        }
        all.add(attempt);
        return new Outage(began, cause, all, left, over, lasted, note);
    }

    Outage ended(Optional<Duration> time, String why) {
        return new Outage(began, cause, tried, omitted, true, time.map(Outage::notNegative), why);
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** It is printed on terminals, and a line in a file is one outage. */
    private static String plain(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= MAX_CAUSE ? clean : clean.substring(0, MAX_CAUSE - 1) + "…";
    }
}

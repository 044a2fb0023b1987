package dev.ipcommand.agent.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The ladder for people to read: what is tried when, and the rules that hold on all of it. Printed by {@code doctor}. */
public final class LadderTable {
    /**
     * One rung.
     *
     * @param when it is tried
     * @param then what is waited for afterwards
     */
    public record Row(Rung rung, String when, String then) {}

    private LadderTable() {}

    /** The rungs, gentlest first. */
    public static List<Row> rows(LadderTimes times) {
        String step = text(times.step());
        String boots = times.boots() + " boot times";
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(Rung.LISTENER, "at once", "the pauses of " + Pause.ACTIVATE.seconds() + " s"));
        rows.add(new Row(Rung.CONTEXT, "at once", "the same pauses, by way of the registration"));
        rows.add(new Row(
                Rung.REATTACH,
                "after " + times.reattachTries() + " refused activations and " + text(times.reattachAfter())
                        + ", or after " + text(times.reattachAtLast()),
                text(times.reattachAtLast())));
        rows.add(new Row(Rung.SEARCH, "after " + text(times.search()) + " without registration", "until rung 4"));
        rows.add(new Row(Rung.RADIO, "after " + step + " without service or such a step", step));
        rows.add(new Row(
                Rung.REBOOT,
                "after " + step + " more; when the AT port is dead, after a boot time",
                step + "; when the port is dead, " + boots));
        rows.add(new Row(
                Rung.POWER,
                "after " + step + " more; when the port is dead, " + boots + " after rung 5; when it is missing, after "
                        + text(times.absent()),
                "rungs 5 and 6 in turns, after "
                        + String.join(
                                ", ",
                                times.backOff().stream().map(LadderTable::text).toList())
                        + " … (± 10 %)"));
        return rows;
    }

    /** What holds on all rungs. */
    public static List<String> rules(LadderTimes times) {
        return List.of(
                "Searching is normal for " + text(times.search())
                        + ": nothing is done but wait. The first registration of a"
                        + " new card may take half an hour.",
                "The card changes its network identity by a timer of up to 20 minutes, which every step on the radio begins"
                        + " anew: between two such steps " + text(times.step())
                        + " pass, also after a start of the modem or"
                        + " another card. Only a dead AT port is no reason to wait.",
                "At most " + times.resets() + " restarts or power cuts in any " + text(times.day())
                        + ", those before a restart of the agent included.",
                "The card's list of forbidden networks is cleared on rung 4 only, only if it holds any, and once in 24 h.",
                "The network is chosen automatically; the agent never locks one and never scans.",
                "SIM NOT READY, then READY, is a change of identity and no alarm.",
                "A PIN that was refused is never tried again; with a card that wants its PUK nothing is tried at all.",
                "While datagrams flow, a deaf AT port cuts no service: it is opened anew beside them.",
                "It begins at the bottom again after " + text(times.healthy()) + " of service, and it never ends.");
    }

    /** All of it as text: rungs, then rules. */
    public static String text(LadderTimes times) {
        List<String> lines = new ArrayList<>();
        lines.add("What the agent does by itself, gentlest first:");
        for (Row row : rows(times)) {
            lines.add("  " + row.rung().number() + "  " + row.rung().trouble() + ": the agent "
                    + row.rung().action());
            lines.add("     " + row.when() + "; then it waits: " + row.then());
        }
        lines.add("Rules:");
        rules(times).forEach(rule -> lines.add("  - " + rule));
        return String.join(System.lineSeparator(), lines);
    }

    private static String text(Duration time) {
        if (time.toSeconds() % 60 != 0 || time.toMinutes() == 0) {
            return time.toSeconds() + " s";
        }
        return time.toMinutes() % 60 == 0 && time.toHours() > 0 ? time.toHours() + " h" : time.toMinutes() + " min";
    }
}

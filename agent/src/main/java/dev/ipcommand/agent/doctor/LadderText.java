package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.session.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The recovery ladder and the rules of a Super SIM, for people. Pure. */
public final class LadderText {
    /** Restarts and power cuts of the modem in any 24 h. */
    static final int RESETS_A_DAY = 12;

    private static final List<String> RULES = List.of(
            "Searching is normal for 5 minutes, and for half an hour with a new card or at a new place.",
            "The card changes its network identity by a timer of up to 20 minutes, which every step on the radio begins anew:"
                    + " between two such steps 25 minutes pass. Only a dead AT port is no reason to wait.",
            "At most " + RESETS_A_DAY + " restarts or power cuts of the modem in any 24 h.",
            "The network is chosen automatically; the agent never locks one and never scans.",
            "While datagrams flow, a deaf AT port cuts no service.");

    private LadderText() {}

    /** The rungs, gentlest first, and the rules below. */
    public static String text() {
        List<String> lines = new ArrayList<>();
        lines.add("What the agent does by itself, gentlest first:");
        for (Rung rung : Rung.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %d  %s: the agent %s%s",
                    rung.number(),
                    rung.trouble(),
                    rung.action(),
                    marks(rung)));
        }
        lines.add("Rules:");
        RULES.forEach(rule -> lines.add("  - " + rule));
        return String.join(System.lineSeparator(), lines);
    }

    private static String marks(Rung rung) {
        return rung.isReset() ? " (counts as a restart)" : rung.isRadioStep() ? " (a step on the radio)" : "";
    }
}

package dev.ipcommand.bench.inside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a loss campaign.
 *
 * @param answers how many commands by what their senders heard; {@code none}: nothing in twenty tries
 * @param findings each one line
 */
public record LossResult(
        LossCampaign.Settings settings,
        Network network,
        Commands commands,
        Map<String, Integer> answers,
        List<String> findings) {
    private static final double ANSWERED = 0.999;

    /**
     * What the commands went through.
     *
     * @param sent datagrams, both ways
     * @param lost of them, also for want of an agent
     * @param stops lives of the agent that ended in order
     * @param crashes lives that did not
     * @param seconds virtual ones
     */
    public record Network(int sent, int lost, int stops, int crashes, long seconds) {}

    /**
     * What the handlers' files say.
     *
     * @param signed how many commands were signed
     * @param executed ids that were
     * @param twice of them, more than once
     */
    public record Commands(int signed, int executed, int twice) {}

    /** How many senders heard the answer. */
    public int answered() {
        return settings.ids() - answers.getOrDefault("none", 0);
    }

    /** Whether no command ran twice, none was answered wrongly, and at least 99.9 % were answered. */
    public boolean passed() {
        return findings.isEmpty() && commands.twice() == 0 && answered() >= ANSWERED * settings.ids();
    }

    /** For a person. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + settings.seed() + ": " + settings.ids() + " ids, " + commands.signed() + " of them signed; "
                + network.sent() + " datagrams, " + network.lost() + " lost; the agent was stopped " + network.stops()
                + " times and killed " + network.crashes() + " times in " + network.seconds() + " virtual seconds");
        lines.add(String.format(
                Locale.ROOT,
                "executed %d, twice %d, answered %d (%.2f %%), never %d",
                commands.executed(),
                commands.twice(),
                answered(),
                100.0 * answered() / settings.ids(),
                settings.ids() - answered()));
        new TreeMap<>(answers)
                .forEach((answer, count) -> lines.add("  " + count + " heard \"" + answer.strip() + "\""));
        return lines;
    }
}

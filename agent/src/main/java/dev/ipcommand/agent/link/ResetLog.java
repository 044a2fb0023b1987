package dev.ipcommand.agent.link;

import dev.ipcommand.agent.system.WholeFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What must not be done too often, however often the agent starts: restarts of the modem, and writing the card's list of
 * forbidden networks. Noted on the disk before it is done.
 *
 * <p>The device's clock may jump. A time in the future counts as now: a day's budget is then used up sooner than it should,
 * never later, and only until 24 h have passed.
 *
 * <p><b>Threading.</b> One thread after another: read at the start, then {@code at-work}. <b>Failures.</b> A disk that refuses
 * is logged and changes nothing: a gateway with a full disk still gets its modem restarted.
 */
public final class ResetLog {
    /** What is noted. */
    private enum Kind {
        RESET,
        FORBIDDEN_CLEARED
    }

    private record Entry(Kind kind, long millis) {}

    private static final Logger LOG = System.getLogger("session");
    private static final Duration DAY = Duration.ofHours(24);
    private static final int MAX_BYTES = 8192;
    /** More of one kind than any day may have. */
    private static final int MAX_ENTRIES = 64;

    private final Path file;
    private final Clock clock;
    private final List<Entry> entries = new ArrayList<>();

    private ResetLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Reads what earlier lives noted; what cannot be read is no entry. */
    public static ResetLog open(Path stateDirectory, Clock clock) {
        ResetLog log = new ResetLog(stateDirectory.resolve("resets"), clock);
        try {
            WholeFile.read(log.file, MAX_BYTES).ifPresent(log::parse);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "earlier resets cannot be read: {0}", e.toString());
        }
        return log;
    }

    private void parse(String text) {
        long now = clock.millis();
        for (String line : text.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            for (Kind kind : Kind.values()) {
                if (words.length == 2 && words[0].equals(kind.name()) && words[1].matches("[0-9]{1,15}")) {
                    entries.add(new Entry(kind, Math.min(Long.parseLong(words[1]), now)));
                }
            }
        }
        forget();
    }

    /** How long each reset of the last 24 h is ago. */
    public List<Duration> agesOfResets() {
        return ages(Kind.RESET);
    }

    /** The modem is about to be restarted. */
    void noteReset() {
        note(Kind.RESET);
    }

    /** Whether the card's list was left alone for 24 h. */
    boolean mayClearForbidden() {
        return ages(Kind.FORBIDDEN_CLEARED).isEmpty();
    }

    /** The card's list was cleared. */
    void noteForbiddenCleared() {
        note(Kind.FORBIDDEN_CLEARED);
    }

    private List<Duration> ages(Kind kind) {
        Instant now = clock.instant();
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(entry -> Duration.between(Instant.ofEpochMilli(entry.millis()), now))
                .map(age -> age.isNegative() ? Duration.ZERO : age)
                .filter(age -> age.compareTo(DAY) < 0)
                .toList();
    }

    private void note(Kind kind) {
        entries.add(new Entry(kind, clock.millis()));
        forget();
        StringBuilder text = new StringBuilder();
        entries.forEach(entry ->
                text.append(entry.kind()).append(' ').append(entry.millis()).append('\n'));
        try {
            WholeFile.replace(file, text.toString());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a reset of the modem cannot be noted: {0}", e.toString());
        }
    }

    private void forget() {
        long oldest = clock.millis() - DAY.toMillis();
        entries.removeIf(entry -> entry.millis() <= oldest);
        while (entries.size() > MAX_ENTRIES) {
            entries.remove(0);
        }
    }
}

package dev.ipcommand.modem.at;

import dev.ipcommand.modem.at.FinalResultCode.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One AT command: its line, what it claims of the answer, how the answer is read and how long it may take. Immutable.
 *
 * <p>A line that could end early or inject another command is refused when it is built.
 *
 * @param <R> what the answer means
 */
public final class AtCommand<R> {
    /** V.250 modems of the field stop at 559 characters; a margin below (SIM7600 AT manual 1.4). */
    public static final int MAX_LINE = 500;

    private static final Set<Kind> USUAL_RESULTS =
            EnumSet.of(Kind.OK, Kind.ERROR, Kind.CME_ERROR, Kind.CMS_ERROR, Kind.NOT_SUPPORTED, Kind.ABORTED);

    /** Reads an answer that ended in success. */
    @FunctionalInterface
    public interface Parser<R> {
        /** @throws RuntimeException if the text is not what the command's manual says */
        R parse(AtResponse response);
    }

    private final Builder spec;
    private final Parser<R> parser;

    private AtCommand(Builder spec, Parser<R> parser) {
        this.spec = new Builder(spec);
        this.parser = parser;
    }

    /** Starts a command; the line goes without its CR. */
    public static Builder line(String line) {
        return new Builder(line);
    }

    public String line() {
        return spec.line;
    }

    /** The line as it may stand in a message: without what is {@link Builder#confidential}. */
    public String shown() {
        return spec.secret.isEmpty() ? spec.line : spec.line.replace(spec.secret, "…");
    }

    /** What must not be seen outside; empty if nothing. */
    String secret() {
        return spec.secret;
    }

    public Duration deadline() {
        return spec.deadline;
    }

    R parse(AtResponse response) {
        return parser.parse(response);
    }

    Claim claim() {
        return spec.claim;
    }

    @Nullable
    Payload payload() {
        return spec.payload;
    }

    @Nullable
    Predicate<String> delayed() {
        return spec.delayed;
    }

    boolean ends(FinalResultCode code) {
        return spec.results.contains(code.kind());
    }

    boolean isUrgent() {
        return spec.urgent;
    }

    boolean answersAreEvents() {
        return spec.answersAreEvents;
    }

    boolean isTyped() {
        return spec.patience != null;
    }

    /** How long it may wait for its turn, or null if that does not matter. */
    @Nullable
    Duration patience() {
        return spec.patience;
    }

    @Override
    public String toString() {
        return shown();
    }

    /** Collects what a command is; used once. */
    public static final class Builder {
        private final String line;
        private Duration deadline = Duration.ofSeconds(9);
        private Claim claim = Claim.NOTHING;
        private @Nullable Payload payload;
        private @Nullable Predicate<String> delayed;
        private Set<Kind> results = USUAL_RESULTS;
        private boolean urgent;
        private boolean answersAreEvents;
        private @Nullable Duration patience;
        private String secret = "";

        private Builder(String line) {
            if (line.length() > MAX_LINE || !line.startsWith("AT")) {
                throw new IllegalArgumentException(
                        "command line: " + line.length() + " characters, at most " + MAX_LINE + " after AT");
            }
            for (int i = 0; i < line.length(); i++) {
                if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
                    throw new IllegalArgumentException("command line: character " + (int) line.charAt(i) + " at " + i);
                }
            }
            this.line = line;
        }

        private Builder(Builder other) {
            line = other.line;
            deadline = other.deadline;
            claim = other.claim;
            payload = other.payload;
            delayed = other.delayed;
            results = other.results;
            urgent = other.urgent;
            answersAreEvents = other.answersAreEvents;
            patience = other.patience;
            secret = other.secret;
        }

        /** From the last byte written to the final (or delayed) result. */
        public Builder deadline(Duration value) {
            deadline = value;
            return this;
        }

        public Builder claims(Claim value) {
            claim = value;
            return this;
        }

        /** The bytes that follow the prompt. */
        public Builder payload(Payload value) {
            payload = value;
            return this;
        }

        /** A line that completes the command and may come before or after the final result. */
        public Builder delayedResult(Predicate<String> line) {
            delayed = line;
            return this;
        }

        /** Which final results end this command, in place of the usual ones. */
        public Builder endsWith(Kind first, Kind... rest) {
            results = EnumSet.of(first, rest);
            return this;
        }

        /** Goes before commands that only read state. */
        public Builder urgent() {
            urgent = true;
            return this;
        }

        /** The answer's lines are published as URCs as well: {@code +CPIN: READY} is both. */
        public Builder answersAreEvents() {
            answersAreEvents = true;
            return this;
        }

        /** A part of the line, such as a PIN, that no message shows; nor its echo among the last lines. */
        public Builder confidential(String part) {
            secret = part;
            return this;
        }

        /**
         * A person typed it: nothing is known of its answer, so whatever is no news belongs to it, within bounds, and news in
         * it stays news. It fails at once while a payload is in flight, and if its turn does not come within that time.
         */
        Builder typed(Duration value) {
            patience = value;
            return answersAreEvents();
        }

        public <R> AtCommand<R> parsedBy(Parser<R> parser) {
            return new AtCommand<>(this, parser);
        }

        /** A command whose success is all it has to say. */
        public AtCommand<AtResponse> build() {
            return new AtCommand<>(this, response -> response);
        }
    }
}

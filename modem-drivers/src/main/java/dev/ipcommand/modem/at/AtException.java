package dev.ipcommand.modem.at;

import dev.ipcommand.modem.ModemException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A command failed. The message carries the command, the time it took and the last lines seen; digit runs long enough to
 * be an identity are masked.
 */
public abstract sealed class AtException extends ModemException {
    private static final long serialVersionUID = 1L;

    private AtException(Kind kind, String message) {
        super(kind, message);
    }

    private static String evidence(String command, String what, Duration elapsed, List<String> lines) {
        String text = String.format(
                Locale.ROOT, "%s: %s after %.1f s; last lines %s", command, what, elapsed.toMillis() / 1000.0, lines);
        return text.replaceAll("[0-9]{14,}", "…").replaceAll("[^ -~…]", "?");
    }

    /** No (complete) answer in the command's time. */
    public static final class TimedOut extends AtException {
        private static final long serialVersionUID = 1L;
        private final boolean answered;

        TimedOut(String command, String what, Duration elapsed, List<String> lines, boolean answered) {
            super(Kind.TIMEOUT, evidence(command, what, elapsed, lines));
            this.answered = answered;
        }

        /** Whether the final result came and only the delayed one is missing. */
        public boolean answered() {
            return answered;
        }
    }

    /** The modem answered with an error. */
    public static final class Refused extends AtException {
        private static final long serialVersionUID = 1L;
        private final transient AtResponse response;

        Refused(String command, AtResponse response, Duration elapsed, List<String> lines) {
            super(Kind.REFUSED, evidence(command, response.result().text(), elapsed, lines));
            this.response = response;
        }

        /** What it said before the error. */
        public AtResponse response() {
            return response;
        }
    }

    /** The answer's text is not what the manual says. */
    public static final class Garbled extends AtException {
        private static final long serialVersionUID = 1L;

        Garbled(String command, RuntimeException cause, List<String> lines) {
            super(
                    Kind.GARBLED,
                    evidence(
                            command,
                            "cannot read the answer: " + cause.getMessage(),
                            Duration.ZERO,
                            lines.stream().map(Evidence::withoutPlace).toList()));
        }
    }

    /** It was not written: something else has the line. */
    public static final class Busy extends AtException {
        private static final long serialVersionUID = 1L;
        private final boolean payload;

        /** @param payload whether a payload is on its way */
        public Busy(String why, boolean payload) {
            super(Kind.BUSY, why);
            this.payload = payload;
        }

        /** Whether a payload is on its way, rather than a command that takes long. */
        public boolean isPayloadInFlight() {
            return payload;
        }
    }

    /** The port went away. */
    public static final class PortGone extends AtException {
        private static final long serialVersionUID = 1L;

        PortGone(String command, String reason) {
            super(Kind.PORT_GONE, command + ": port gone: " + reason);
        }
    }

    /** We closed the channel. */
    public static final class Closed extends AtException {
        private static final long serialVersionUID = 1L;

        Closed(String command) {
            super(Kind.CLOSED, command + ": channel closed");
        }
    }
}

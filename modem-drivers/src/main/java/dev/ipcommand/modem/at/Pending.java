package dev.ipcommand.modem.at;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One submitted command on its way through the engine; touched only under the engine's lock until it is complete. */
final class Pending {
    private static final int MAX_LINES = 64;
    /** {@code AT+CLAC} and {@code AT&V} fill screens. */
    private static final int MAX_TYPED_LINES = 512;

    private static final int MAX_TYPED_CHARACTERS = 24 * 1024;
    private static final String CUT = "(more lines followed and were dropped)";

    private final AtCommand<?> command;
    private final List<AtResponse.Line> lines = new ArrayList<>();
    private @Nullable String delayedLine;
    private @Nullable AtResponse response;
    private @Nullable AtException failure;
    private boolean complete;
    private int characters;
    private boolean cut;
    long submittedAt;
    long startedAt;
    long payloadAt;
    boolean payloadWritten;
    boolean echoed;

    Pending(AtCommand<?> command) {
        this.command = command;
    }

    AtCommand<?> command() {
        return command;
    }

    /** @return false if the command has more lines than any command may */
    boolean add(String text, byte @Nullable [] data) {
        characters += text.length();
        if (command.isTyped()) {
            return addTyped(text);
        }
        if (lines.size() == MAX_LINES) {
            return false;
        }
        lines.add(new AtResponse.Line(text, data));
        return true;
    }

    /** Nobody knows how long such an answer is; that it was cut must be seen. */
    private boolean addTyped(String text) {
        boolean fits = !cut && lines.size() < MAX_TYPED_LINES && characters <= MAX_TYPED_CHARACTERS;
        if (!cut) {
            lines.add(new AtResponse.Line(fits ? text : CUT, null));
        }
        cut = !fits;
        return fits;
    }

    /** Whether it has waited for its turn for too long. */
    boolean isImpatient(long now) {
        return nanosOfPatience(now) <= 0;
    }

    long nanosOfPatience(long now) {
        Duration patience = command.patience();
        return patience == null ? Long.MAX_VALUE : submittedAt + patience.toNanos() - now;
    }

    boolean hasText() {
        return !lines.isEmpty();
    }

    void delayed(String line) {
        delayedLine = line;
    }

    boolean hasDelayed() {
        return delayedLine != null;
    }

    AtResponse responseWith(FinalResultCode code) {
        return new AtResponse(lines, code, java.util.Optional.ofNullable(delayedLine));
    }

    void succeed(AtResponse value) {
        response = value;
        complete = true;
    }

    void fail(AtException value) {
        failure = value;
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    /** The answer; throws what went wrong. Only once {@link #isComplete()}. */
    AtResponse result() throws AtException {
        if (failure != null) {
            throw failure;
        }
        if (response == null) {
            throw new IllegalStateException(command + " is not complete");
        }
        return response;
    }
}

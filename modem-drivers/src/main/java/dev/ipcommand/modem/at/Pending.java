package dev.ipcommand.modem.at;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One submitted command on its way through the engine; touched only under the engine's lock until it is complete. */
final class Pending {
    private static final int MAX_LINES = 64;

    private final AtCommand<?> command;
    private final List<AtResponse.Line> lines = new ArrayList<>();
    private @Nullable String delayedLine;
    private @Nullable AtResponse response;
    private @Nullable AtException failure;
    private boolean complete;
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
        if (lines.size() == MAX_LINES) {
            return false;
        }
        lines.add(new AtResponse.Line(text, data));
        return true;
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

package dev.ipcommand.agent.dispatch;

import java.time.Duration;
import java.util.List;

/**
 * A handler as its author and the operator see it.
 *
 * @param where the file it comes from; empty for a built-in
 * @param allow who may call it: {@code anyone}, {@code signed} or key ids; empty = nobody
 * @param unlock what to do so that somebody may call; empty if somebody may
 * @param description what a script's sidecar says; may be empty
 */
public record ListedHandler(
        String name,
        Kind kind,
        String where,
        List<String> allow,
        String unlock,
        Duration deadline,
        String description) {
    public ListedHandler {
        allow = List.copyOf(allow);
    }

    /** What it is. */
    public enum Kind {
        /** Comes with the agent. */
        BUILT_IN("built-in"),
        /** An executable file. */
        SCRIPT("script"),
        /** From a jar. */
        JAVA("java");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** For lists. */
        public String word() {
            return word;
        }
    }
}

package dev.ipcommand.agent.restart;

import java.io.IOException;
import java.util.Optional;

/** What can restart something. Called on the {@code restart} thread; may block for some seconds. */
public interface RestartPower {
    /** Why it cannot be done now, for the sender to read; empty if it can. */
    Optional<String> problem();

    /**
     * Does it. May never return.
     *
     * @throws IOException if it is refused after all
     */
    void restart() throws IOException;

    /** What tells one life from the next: different after the restart. */
    String life();
}

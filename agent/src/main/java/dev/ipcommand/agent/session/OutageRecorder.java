package dev.ipcommand.agent.session;

import java.time.Duration;
import java.time.Instant;

/** Keeps the times without service. Called by the {@code session} thread, in order; must not block. */
public interface OutageRecorder {
    /**
     * Service ended.
     *
     * @param cause the evidence in a few words; no identities
     */
    void began(Instant at, String cause);

    /** A rung was tried in the outage that goes on. */
    void tried(Rung rung, Instant at);

    /**
     * Service is back.
     *
     * @param lasted measured apart from the device's clock, which may jump
     */
    void ended(Instant at, Duration lasted);
}

package dev.ipcommand.agent;

import dev.ipcommand.agent.session.OutageRecorder;
import dev.ipcommand.agent.session.Rung;
import java.time.Duration;
import java.time.Instant;

/** Placeholder until outages are kept. */
final class LoggedOutages implements OutageRecorder {
    @Override
    public void began(Instant at, String cause) {}

    @Override
    public void tried(Rung rung, Instant at) {}

    @Override
    public void ended(Instant at, Duration lasted) {}
}

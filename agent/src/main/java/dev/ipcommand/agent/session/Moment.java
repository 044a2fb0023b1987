package dev.ipcommand.agent.session;

import java.time.Duration;
import java.time.Instant;

/**
 * A point in time, told in both ways that a session needs.
 *
 * @param wall by the device's clock, which may jump: for people to read
 * @param up since the agent's start, by a clock that does not jump: for waiting
 */
public record Moment(Instant wall, Duration up) {}

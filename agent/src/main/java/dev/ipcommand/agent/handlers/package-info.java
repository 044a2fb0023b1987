/**
 * The built-in handlers.
 *
 * <p>May use {@code handler-api} and, for {@code gpio}, the lines of {@code modem.gpio}; what they tell of the agent comes
 * through suppliers. Registered by the wiring.
 */
@NullMarked
package dev.ipcommand.agent.handlers;

import org.jspecify.annotations.NullMarked;

/**
 * The built-in handlers.
 *
 * <p>May use {@code handler-api}; registered by the wiring.
 */
@NullMarked
package dev.ipcommand.agent.handlers;

import org.jspecify.annotations.NullMarked;

/**
 * What arrives, as one pure decoder, and what leaves, as the reply encoder. No state, no thread, no I/O.
 *
 * <p>May use {@code handler-api} and the routes of {@code agent.config}; used by {@code agent.dispatch}.
 */
@NullMarked
package dev.ipcommand.agent.command;

import org.jspecify.annotations.NullMarked;

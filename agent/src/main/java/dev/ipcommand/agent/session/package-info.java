/**
 * The data session: states, events, effects and the transition table, all without a socket, stream, thread or clock;
 * {@code SessionSupervisor} alone runs the table on the {@code session} thread.
 *
 * <p>May use {@code modem} and {@code agent.config}; the wiring depends on it.
 */
@NullMarked
package dev.ipcommand.agent.session;

import org.jspecify.annotations.NullMarked;

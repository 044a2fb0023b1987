/**
 * Routes, the handler registry, lanes, in-process and script handlers, deadlines and bounds.
 *
 * <p>Never sees the modem: it sees {@code ReplySink}, {@code agent.command} and {@code handler-api}.
 */
@NullMarked
package dev.ipcommand.agent.dispatch;

import org.jspecify.annotations.NullMarked;

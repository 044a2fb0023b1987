/**
 * Routes, the handler registry, lanes, in-process and script handlers, deadlines and bounds.
 *
 * <p>{@code Dispatcher} is the way in. On the receiving thread it decodes a datagram, checks limits and policy and runs
 * the handlers that never block; everything else goes to its handler's {@code Lane}, run by the {@code HandlerPool}.
 * {@code Answers} is the way out: every command ends there once.
 *
 * <p>Threads: {@code handler-n} (at most 16) run handlers, {@code handler-timer} watches deadlines, {@code handler-scan}
 * looks at {@code handlers.d}. All are daemons and end in {@code Dispatcher.close()}.
 *
 * <p>Never sees the modem: it sees {@code ReplySink}, {@code agent.command}, {@code agent.security}, {@code agent.config}
 * and {@code handler-api}. The wiring uses it.
 */
@NullMarked
package dev.ipcommand.agent.dispatch;

import org.jspecify.annotations.NullMarked;

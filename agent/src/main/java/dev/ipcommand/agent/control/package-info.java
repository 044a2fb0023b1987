/**
 * The control socket: server, client, status report.
 *
 * <p>Knows the rest of the agent only through {@code ControlOperations}.
 */
@NullMarked
package dev.ipcommand.agent.control;

import org.jspecify.annotations.NullMarked;

/**
 * The times without service: the last hundred, each with its cause, the rungs that were tried and how long it lasted.
 *
 * <p>{@code OutageLog} is told by the session and writes on the {@code journal} thread. Uses {@code agent.session} and
 * {@code agent.journal}; the wiring, {@code agent.control}, {@code agent.doctor} and the command line use it.
 */
@NullMarked
package dev.ipcommand.agent.outage;

import org.jspecify.annotations.NullMarked;

/**
 * Commands that interrupt the service on purpose: acknowledged first, done then, and their result told afterwards.
 *
 * <p>Uses {@code dispatch}, {@code journal} and {@code command}; the wiring uses it.
 */
@NullMarked
package dev.ipcommand.agent.restart;

import org.jspecify.annotations.NullMarked;

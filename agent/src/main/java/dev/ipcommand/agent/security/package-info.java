/**
 * Who may do what, and how often: policy per handler, rate limits.
 *
 * <p>No I/O. Used by {@code agent.dispatch}.
 */
@NullMarked
package dev.ipcommand.agent.security;

import org.jspecify.annotations.NullMarked;

/**
 * Who may do what, and how often: signed commands, policy per handler, rate limits.
 *
 * <p>Tokens are checked here and nothing else is done with them: whether one was used before is the journal's to say,
 * and comes in as a function. Depends on {@code agent.config} alone; used by {@code agent.dispatch}, by the wiring and by
 * {@code agent.cli}, which makes keys and tokens. What compares signatures compares by
 * {@link java.security.MessageDigest#isEqual} or leaves it to {@link java.security.Signature}.
 */
@NullMarked
package dev.ipcommand.agent.security;

import org.jspecify.annotations.NullMarked;

/**
 * The command line. The only user of picocli, which {@code ipcommand run} never loads.
 *
 * <p>Talks to a running agent through {@code agent.control} alone. {@code handlers} asks no agent: it looks at handlers and
 * runs them through {@code agent.dispatch}, and begins new ones with {@code agent.authoring}.
 */
@NullMarked
package dev.ipcommand.agent.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The command line. The only user of picocli, which {@code ipcommand run} never loads.
 *
 * <p>Talks to a running agent through {@code agent.control} alone.
 */
@NullMarked
package dev.ipcommand.agent.cli;

import org.jspecify.annotations.NullMarked;

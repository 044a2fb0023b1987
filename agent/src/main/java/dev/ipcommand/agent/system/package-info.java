/**
 * The process and its machine: shutdown, threads, clock, instance lock, whose files are trusted.
 *
 * <p>Uses nothing of the agent; everything may use it.
 */
@NullMarked
package dev.ipcommand.agent.system;

import org.jspecify.annotations.NullMarked;

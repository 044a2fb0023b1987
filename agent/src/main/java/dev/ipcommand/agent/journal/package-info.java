/**
 * What must survive a crash: the outbox of mobile-originated messages, and the executed commands with their answers;
 * append-only and checked.
 *
 * <p>Uses nothing of the agent; the wiring and {@code agent.control} use it.
 */
@NullMarked
package dev.ipcommand.agent.journal;

import org.jspecify.annotations.NullMarked;

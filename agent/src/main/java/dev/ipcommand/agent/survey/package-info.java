/**
 * Collects what {@code agent.doctor} judges: files, {@code /proc} and {@code /sys}, the agent's own word, and the modem itself if
 * no agent and nobody else has it. Looks only; changes nothing.
 *
 * <p>The command line uses it.
 */
@NullMarked
package dev.ipcommand.agent.survey;

import org.jspecify.annotations.NullMarked;

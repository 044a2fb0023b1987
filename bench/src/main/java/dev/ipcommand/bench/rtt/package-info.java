/**
 * The agent's speed and memory beside what a user would write instead, in one run, as ratios.
 *
 * <p>Uses {@code process}, {@code rig} and {@code inside}; only the command line uses it.
 */
@NullMarked
package dev.ipcommand.bench.rtt;

import org.jspecify.annotations.NullMarked;

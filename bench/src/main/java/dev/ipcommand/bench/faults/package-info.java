/**
 * How long the agent serves nobody when something goes wrong: faults injected into the simulated modem while IP Commands
 * travel, and what was seen of it from both ends. Depends on {@code rig}, {@code api} and {@code process}.
 */
@NullMarked
package dev.ipcommand.bench.faults;

import org.jspecify.annotations.NullMarked;

/**
 * The three processes on one machine: stub, simulator and agent, with a configuration each, startable and stoppable one
 * by one.
 *
 * <p>Uses {@code process} and {@code api}; the demo, the campaigns and the end-to-end suites use it.
 */
@NullMarked
package dev.ipcommand.bench.rig;

import org.jspecify.annotations.NullMarked;

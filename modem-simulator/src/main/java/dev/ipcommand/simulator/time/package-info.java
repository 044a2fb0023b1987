/**
 * The clock of the simulated modem: one thread, or a test's hand. Depends on the JDK alone; everything here may use it.
 */
@NullMarked
package dev.ipcommand.simulator.time;

import org.jspecify.annotations.NullMarked;

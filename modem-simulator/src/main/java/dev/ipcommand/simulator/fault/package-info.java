/**
 * Faults, framing variants and what the DTE did wrong. Depends on the JDK alone; everything here may use it.
 */
@NullMarked
package dev.ipcommand.simulator.fault;

import org.jspecify.annotations.NullMarked;

/**
 * The control socket: one JSON object a line. Depends on {@code core} and {@code fault}; only the wiring uses it.
 */
@NullMarked
package dev.ipcommand.simulator.control;

import org.jspecify.annotations.NullMarked;

/**
 * The command sets: 27.007 for all, Quectel's and SIMCom's on top, and the models built from them. Depends on
 * {@code core} and what that uses; only the wiring uses it.
 */
@NullMarked
package dev.ipcommand.simulator.dialect;

import org.jspecify.annotations.NullMarked;

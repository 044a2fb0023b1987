/**
 * Typed commands of 27.007 and V.250: named by meaning, documented by mnemonic and clause. What only one dialect knows is
 * in its driver's package. Drivers use this; it depends on the engine's command type.
 */
@NullMarked
package dev.ipcommand.modem.command;

import org.jspecify.annotations.NullMarked;

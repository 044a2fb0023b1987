/**
 * A modem (DCE) on a pseudo-terminal that lies, stalls and reboots on request: the command line and the wiring.
 *
 * <p>This module shares no code with the AT engine: a simulator that used its lexer would share its bugs. Nothing
 * depends on this package.
 */
@NullMarked
package dev.ipcommand.simulator;

import org.jspecify.annotations.NullMarked;

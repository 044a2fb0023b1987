/**
 * The pseudo-terminal and the symbolic link to it; the only package that uses JNA. Only the wiring uses it.
 */
@NullMarked
package dev.ipcommand.simulator.pty;

import org.jspecify.annotations.NullMarked;

/**
 * Parts of the agent inside this JVM, on a virtual clock or in a tight loop: what cannot be measured through its public
 * interfaces in bearable time.
 *
 * <p>The only package here that sees the agent's classes. Uses {@code rig} for keys; the command line and {@code rtt} use
 * it.
 */
@NullMarked
package dev.ipcommand.bench.inside;

import org.jspecify.annotations.NullMarked;

/**
 * Sends commands to one Sim through the public API and waits for their answers by polling.
 *
 * <p>Uses {@code api} alone; the demo, the campaigns and the command line use it.
 */
@NullMarked
package dev.ipcommand.bench.live;

import org.jspecify.annotations.NullMarked;

/**
 * Long runs that look for what is rare: every length and byte through the whole chain, every process killed and started
 * again.
 *
 * <p>Uses {@code rig} and {@code api}; the command line runs them in full, the end-to-end suites in part.
 */
@NullMarked
package dev.ipcommand.bench.campaign;

import org.jspecify.annotations.NullMarked;

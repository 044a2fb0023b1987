/**
 * Child processes, and what they need: private directories and free ports. Leaves nothing running and nothing on disk.
 *
 * <p>Uses nothing of the bench; {@code rig} and {@code rtt} use it.
 */
@NullMarked
package dev.ipcommand.bench.process;

import org.jspecify.annotations.NullMarked;

/**
 * How fast the cloud stub is: commands a second, time until {@code sent} and until the datagram is at the device, beside a
 * request of the same server that does nothing. Depends on {@code rig}, {@code api}, {@code live} and {@code process}; only
 * the command line uses it.
 */
@NullMarked
package dev.ipcommand.bench.stub;

import org.jspecify.annotations.NullMarked;

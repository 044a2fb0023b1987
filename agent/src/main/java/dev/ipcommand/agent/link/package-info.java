/**
 * Data paths: one contract, {@code DatagramLink}, over a socket of the host or of the modem's own stack, and the two
 * threads that own it, {@code link-rx} and {@code link-tx}.
 *
 * <p>May use {@code modem}; {@code agent.dispatch} sees only the contract.
 */
@NullMarked
package dev.ipcommand.agent.link;

import org.jspecify.annotations.NullMarked;

/**
 * The packet network between the platform and the devices: who is attached under which address, what the radio does to a
 * datagram, and the gateway socket (the stand-in for 100.64.0.1). Knows Sims by their SID only.
 */
@NullMarked
package dev.ipcommand.stub.network;

import org.jspecify.annotations.NullMarked;

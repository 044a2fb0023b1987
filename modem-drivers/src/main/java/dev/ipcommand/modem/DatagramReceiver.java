package dev.ipcommand.modem;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Takes what a {@link UdpEndpoint} receives. */
@FunctionalInterface
public interface DatagramReceiver {
    /**
     * One whole datagram.
     *
     * @param payload owned by the receiver from now on
     * @param source the sender, or null if the modem does not tell
     */
    void receive(byte[] payload, @Nullable InetSocketAddress source);
}

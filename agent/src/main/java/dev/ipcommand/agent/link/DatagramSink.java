package dev.ipcommand.agent.link;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Takes what {@code link-rx} receives. */
@FunctionalInterface
public interface DatagramSink {
    /**
     * One datagram. Must not block and must not keep the buffer.
     *
     * @param buffer the bytes, from 0
     * @param length how many; more than 1300 if the datagram was too long to be a command
     * @param source the sender if the path tells, or null; can be forged
     */
    void datagram(byte[] buffer, int length, @Nullable InetSocketAddress source);
}

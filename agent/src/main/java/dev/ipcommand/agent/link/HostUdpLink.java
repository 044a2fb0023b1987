package dev.ipcommand.agent.link;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code interface} path: a UDP socket of this host, bound to exactly the session's address.
 *
 * <p>Never the wildcard: a wildcard socket is an open port on the LAN and answers from the wrong address.
 */
public final class HostUdpLink implements DatagramLink {
    /** The system's default holds about 70 datagrams of 1300 bytes. */
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private static final HostAddresses HOST = new HostAddresses();

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final InetSocketAddress gateway;
    private final Optional<String> interfaceName;

    private HostUdpLink(
            DatagramChannel channel,
            InetSocketAddress local,
            InetSocketAddress gateway,
            Optional<String> interfaceName) {
        this.channel = channel;
        this.local = local;
        this.gateway = gateway;
        this.interfaceName = interfaceName;
    }

    /** As {@link #bind(Inet4Address, int, InetSocketAddress, Optional)}, whatever interface holds the address. */
    public static HostUdpLink bind(Inet4Address address, int port, InetSocketAddress gateway) throws IOException {
        return bind(address, port, gateway, Optional.empty());
    }

    /**
     * Binds.
     *
     * @param interfaceName the interface that is to hold the address, if one is configured
     * @throws BindException if the host does not hold the address or the port is taken; {@link #holds} tells which
     */
    public static HostUdpLink bind(
            Inet4Address address, int port, InetSocketAddress gateway, Optional<String> interfaceName)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(address, port));
            return new HostUdpLink(channel, (InetSocketAddress) channel.getLocalAddress(), gateway, interfaceName);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether this host holds an address now: whether a socket can be bound to it. */
    public static boolean holds(Inet4Address address) {
        try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
            probe.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String path() {
        return "interface";
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public boolean sendsAtOnce() {
        return true;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        return (InetSocketAddress) channel.receive(buffer);
    }

    @Override
    public Outcome send(byte[] datagram) {
        return sendTo(gateway, datagram);
    }

    @Override
    public Outcome sendTo(InetSocketAddress peer, byte[] datagram) {
        try {
            return channel.send(ByteBuffer.wrap(datagram), peer) == datagram.length ? Outcome.SENT : Outcome.RETRY;
        } catch (ClosedChannelException e) {
            return Outcome.LOST;
        } catch (IOException e) {
            // No route, interface down, buffer full: all may pass. The address watch decides whether the link is gone.
            return Outcome.RETRY;
        }
    }

    @Override
    public String trouble() {
        return HOST.trouble((Inet4Address) local.getAddress(), interfaceName);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // A socket that cannot be closed is closed: nothing is left to do for it.
            return;
        }
    }
}

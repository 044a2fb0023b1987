package dev.ipcommand.agent.survey;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** This host's interfaces and routes; a test has its own. Stateless; nothing is sent. */
interface Network {
    /** This machine's. */
    Network MACHINE = new Network() {};

    /** {@code missing}, {@code down} or {@code up}. */
    default String stateOf(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null ? "missing" : found.isUp() ? "up" : "down";
        } catch (SocketException e) {
            return "missing";
        }
    }

    /** Its first IPv4 address; empty if there is none. */
    default String addressOf(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null
                    ? ""
                    : found.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .map(address -> String.valueOf(address.getHostAddress()))
                            .findFirst()
                            .orElse("");
        } catch (SocketException e) {
            return "";
        }
    }

    /** The interface that holds an address; {@code lo} for all of 127/8. */
    default Optional<String> interfaceHolding(Inet4Address address) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(address))
                    .map(NetworkInterface::getName)
                    .or(() -> address.isLoopbackAddress() ? Optional.of("lo") : Optional.empty());
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** With which address it would talk to somebody; empty if there is no route. */
    default String sourceTo(Inet4Address peer) {
        try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
            // Connecting a datagram socket only looks the route up.
            probe.connect(new InetSocketAddress(peer, 9));
            return ((InetSocketAddress) probe.getLocalAddress()).getAddress().getHostAddress();
        } catch (IOException e) {
            return "";
        }
    }
}

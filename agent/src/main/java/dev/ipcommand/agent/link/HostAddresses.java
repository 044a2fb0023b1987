package dev.ipcommand.agent.link;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** This host's addresses and routes: looked at, never changed. Stateless. */
final class HostAddresses {
    /** The first IPv4 address of an interface, if it exists, is up and has one. */
    Optional<Inet4Address> addressOf(String interfaceName) {
        try {
            NetworkInterface found = NetworkInterface.getByName(interfaceName);
            if (found == null || !found.isUp()) {
                return Optional.empty();
            }
            return found.inetAddresses()
                    .filter(Inet4Address.class::isInstance)
                    .map(Inet4Address.class::cast)
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** The interface that holds exactly this address. */
    Optional<String> interfaceHolding(Inet4Address address) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(address))
                    .map(NetworkInterface::getName);
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /**
     * What is wrong with the way to the gateway: a socket connected to it must have the session's address as its own.
     * Loopback is not checked: there the kernel chooses the address freely, and any serves.
     */
    String routeWarning(Inet4Address session, InetSocketAddress gateway) {
        if (session.isLoopbackAddress()) {
            return "";
        }
        String fix = interfaceHolding(session)
                .map(name -> "; to route it, type: ip route replace "
                        + gateway.getAddress().getHostAddress() + "/32 dev " + name + " src "
                        + session.getHostAddress())
                .orElse("");
        try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
            probe.connect(gateway);
            InetAddress own = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
            return own.equals(session) ? "" : "the route to the gateway does not leave by the session's address" + fix;
        } catch (IOException e) {
            return "no route to the gateway" + fix;
        }
    }
}

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
            return found != null && found.isUp() ? firstOf(found) : Optional.empty();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static Optional<Inet4Address> firstOf(NetworkInterface found) {
        return found.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .map(Inet4Address.class::cast)
                .findFirst();
    }

    /** The interface that holds exactly this address and is up. */
    Optional<String> interfaceHolding(Inet4Address address) {
        try {
            NetworkInterface found = NetworkInterface.getByInetAddress(address);
            return found != null && found.isUp() ? Optional.of(found.getName()) : Optional.empty();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** Why an interface has no address for us, for a person. */
    String absence(String interfaceName) {
        try {
            NetworkInterface found = NetworkInterface.getByName(interfaceName);
            if (found == null) {
                return "there is no interface " + interfaceName;
            }
            return found.isUp()
                    ? "interface " + interfaceName + " has no IPv4 address"
                    : "interface " + interfaceName + " is down";
        } catch (SocketException e) {
            return "interface " + interfaceName + " cannot be read: " + e.getMessage();
        }
    }

    /**
     * Why the session's address can no longer be served; empty if it can. An interface that is down keeps its address, and
     * a socket can be bound to that, but nothing arrives there.
     *
     * @param interfaceName the interface that is to have it, if one is configured
     */
    String trouble(Inet4Address session, Optional<String> interfaceName) {
        if (interfaceName.isPresent()) {
            Optional<Inet4Address> now = addressOf(interfaceName.get());
            if (now.isEmpty()) {
                return absence(interfaceName.get());
            }
            return now.get().equals(session) ? "" : "interface " + interfaceName.get() + " has another address";
        }
        if (!HostUdpLink.holds(session)) {
            return "this host does not hold the session's address";
        }
        // All of 127/8 is this host's without being anybody's address.
        return session.isLoopbackAddress() || interfaceHolding(session).isPresent()
                ? ""
                : "the interface with the session's address is down";
    }

    /**
     * What is wrong with the way to somebody: a socket connected to him must have the session's address as its own.
     * Loopback is not checked: there the kernel chooses the address freely, and any serves.
     *
     * @param name how a person calls him
     */
    String routeWarning(Inet4Address session, InetSocketAddress peer, String name) {
        if (session.isLoopbackAddress()) {
            return "";
        }
        String fix = interfaceHolding(session)
                .map(device -> "; to route it, type: ip route replace "
                        + peer.getAddress().getHostAddress() + "/32 dev " + device + " src "
                        + session.getHostAddress())
                .orElse("");
        try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
            probe.connect(peer);
            InetAddress own = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
            return own.equals(session) ? "" : "the route to " + name + " does not leave by the session's address" + fix;
        } catch (IOException e) {
            return "no route to " + name + fix;
        }
    }
}

package dev.ipcommand.modem.command;

import dev.ipcommand.modem.at.text.AtParameters;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** IPv4 addresses as modems print them. */
public final class Addresses {
    private Addresses() {}

    /**
     * An address and, in the parameter after it, a port.
     *
     * @return null if they are not there or are none
     */
    public static @Nullable InetSocketAddress socketAddress(AtParameters p, int address) {
        int port = p.number(address + 1).orElse(-1);
        return port < 0 || port > 65_535
                ? null
                : parse(p.text(address))
                        .map(ip -> new InetSocketAddress(ip, port))
                        .orElse(null);
    }

    /** The address; empty if the text is none, or is 0.0.0.0. Never asks a name server. */
    public static Optional<Inet4Address> parse(String text) {
        String[] parts = text.strip().split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        int any = 0;
        for (int i = 0; i < 4; i++) {
            if (!parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
            any |= bytes[i];
        }
        try {
            boolean told = any != 0 && InetAddress.getByAddress(bytes) instanceof Inet4Address;
            return told ? Optional.of((Inet4Address) InetAddress.getByAddress(bytes)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}

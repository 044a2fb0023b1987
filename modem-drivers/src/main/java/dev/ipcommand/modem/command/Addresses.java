package dev.ipcommand.modem.command;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** IPv4 addresses as modems print them. */
public final class Addresses {
    private Addresses() {}

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

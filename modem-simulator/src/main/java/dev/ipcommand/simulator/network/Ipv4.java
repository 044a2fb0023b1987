package dev.ipcommand.simulator.network;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** IPv4 addresses as text: literals only, nothing is ever looked up. */
public final class Ipv4 {
    private Ipv4() {}

    /** Whether a text is four numbers from 0 to 255 with dots. */
    public static boolean isLiteral(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /**
     * The address of a literal.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static InetAddress address(String literal) {
        if (!isLiteral(literal)) {
            throw new IllegalArgumentException("not an IPv4 address: " + literal);
        }
        byte[] bytes = new byte[4];
        String[] parts = literal.split("\\.", -1);
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(literal, impossible);
        }
    }
}

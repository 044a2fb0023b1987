package dev.ipcommand.simulator.core;

/** Arithmetic on addresses as text. */
final class Addresses {
    private Addresses() {}

    /** Another host of the same /24. */
    static String neighbour(String address) {
        int dot = address.lastIndexOf('.') + 1;
        int host = Integer.parseInt(address.substring(dot));
        return address.substring(0, dot) + (host % 250 + 2);
    }
}

package dev.ipcommand.stub.network;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses devices may have: the /10 the gateway lies in, from its .23 upwards. IPv4 only, as the platform.
 *
 * <p>Any address of 127.0.0.0/8 or 100.64.0.0/10 may be asked for by name, nothing else: a stub must not be made to throw
 * datagrams at a real network.
 */
final class AddressPool {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final long FIRST_HOST = 23;
    private static final int PREFIX_BITS = 22;

    private final long gateway;
    /** Every host below this is taken as far as is known; so that many devices do not each search from the start. */
    private long lowest = FIRST_HOST;

    AddressPool(String gateway) {
        this.gateway = parse(gateway).orElse(0x7F40_0001L);
    }

    /** The canonical text of an address a device may have; empty if it may not. */
    Optional<String> admit(String address) {
        return parse(address)
                .filter(a -> a >>> 24 == 127 || a >>> PREFIX_BITS == 0x6440_0000L >>> PREFIX_BITS)
                .filter(a -> a != gateway)
                .map(AddressPool::format);
    }

    /** The lowest address, from .23 on, that is not taken. */
    Optional<String> free(Predicate<String> taken) {
        long network = gateway >>> PREFIX_BITS << PREFIX_BITS;
        for (long host = lowest; host < (1 << PREFIX_BITS) - 1; host++) {
            String candidate = format(network + host);
            if (network + host != gateway && (host & 0xFF) != 0 && (host & 0xFF) != 255 && !taken.test(candidate)) {
                lowest = host;
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Some address may be free again. */
    void givenBack() {
        lowest = FIRST_HOST;
    }

    private static Optional<Long> parse(String text) {
        Matcher matcher = IPV4.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(matcher.group(i));
            if (octet > 255) {
                return Optional.empty();
            }
            address = address << 8 | octet;
        }
        return Optional.of(address);
    }

    private static String format(long address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "." + (address & 0xFF);
    }
}

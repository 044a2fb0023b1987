package dev.ipcommand.agent.config;

import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that settings are made of. Each refuses what it does not know; none converts silently. */
final class ValueTypes {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1),
            "d",
            Duration.ofDays(1));
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(?:\\.(0|[1-9][0-9]{0,2})){3}");

    private ValueTypes() {}

    /** Reads from text what {@link #of} turns into a value. */
    private interface FromText<T> {
        T of(String text) throws ValueType.Refusal;
    }

    /** A type made of two lambdas: {@code from} only ever sees a text. */
    private static <T> ValueType<T> ofText(String allowed, FromText<T> from) {
        return new ValueType<>() {
            @Override
            public T read(Object value) throws Refusal {
                if (value instanceof String text) {
                    return from.of(text);
                }
                throw new Refusal(ConfigNode.shown(value) + " is " + ConfigNode.kindOf(value));
            }

            @Override
            public String allowed() {
                return allowed;
            }
        };
    }

    /** A text that the pattern matches as a whole. */
    static ValueType<String> text(Pattern pattern, String allowed) {
        return ofText(allowed, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is not one");
            }
            return text;
        });
    }

    static ValueType<Integer> integer(int min, int max) {
        return new ValueType<>() {
            @Override
            public Integer read(Object value) throws Refusal {
                if (!(value instanceof Long number)) {
                    throw new Refusal(ConfigNode.shown(value) + " is " + ConfigNode.kindOf(value));
                }
                if (number < min || number > max) {
                    throw new Refusal(number + " is out of range");
                }
                return number.intValue();
            }

            @Override
            public String allowed() {
                return "an integer from " + min + " to " + max;
            }
        };
    }

    static ValueType<Boolean> bool() {
        return new ValueType<>() {
            @Override
            public Boolean read(Object value) throws Refusal {
                if (value instanceof Boolean bool) {
                    return bool;
                }
                throw new Refusal(ConfigNode.shown(value) + " is " + ConfigNode.kindOf(value));
            }

            @Override
            public String allowed() {
                return "true or false";
            }
        };
    }

    /** An amount of memory in bytes; {@code "0"} is none. */
    static ValueType<Long> size(String min, String max) {
        long least = parseSize(min).orElseThrow();
        long most = parseSize(max).orElseThrow();
        return ofText("\"0\", or a size with a unit (KiB, MiB, GiB), from " + min + " to " + max, text -> {
            long value = text.equals("0")
                    ? 0
                    : parseSize(text)
                            .orElseThrow(
                                    () -> new ValueType.Refusal(ConfigNode.shown(text) + " is not a size with a unit"));
            if (value != 0 && (value < least || value > most)) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is out of range");
            }
            return value;
        });
    }

    private static Optional<Long> parseSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift = "KMG".indexOf(matcher.group(2).charAt(0)) * 10 + 10;
        return Optional.of(Long.parseLong(matcher.group(1)) << shift);
    }

    /** One of a few words, shown in the order of the map. */
    static <T> ValueType<T> choice(Map<String, T> words) {
        List<String> quoted = words.keySet().stream().map(Toml::quoted).collect(Collectors.toList());
        String last = quoted.remove(quoted.size() - 1);
        return ofText(String.join(", ", quoted) + " or " + last, text -> {
            T value = words.get(text);
            if (value == null) {
                String near = Spelling.nearest(text, words.keySet())
                        .map(word -> " (did you mean " + Toml.quoted(word) + "?)")
                        .orElse("");
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is not known" + near);
            }
            return value;
        });
    }

    /** One of a few words, which are their own values. */
    static ValueType<String> words(String... words) {
        LinkedHashMap<String, String> map = new LinkedHashMap<>();
        for (String word : words) {
            map.put(word, word);
        }
        return choice(map);
    }

    /** The constants of an enum, written in lower case. */
    static <E extends Enum<E>> ValueType<E> constants(Class<E> type) {
        LinkedHashMap<String, E> map = new LinkedHashMap<>();
        for (E constant : EnumSet.allOf(type)) {
            map.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return choice(map);
    }

    /** A number and its unit, bounds included. */
    static ValueType<Duration> duration(String min, String max) {
        Duration least = parseDuration(min).orElseThrow();
        Duration most = parseDuration(max).orElseThrow();
        return ofText("a time with a unit (ms, s, m, h, d), from " + min + " to " + max, text -> {
            Duration value = parseDuration(text)
                    .orElseThrow(() -> new ValueType.Refusal(ConfigNode.shown(text) + " is not a time with a unit"));
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is out of range");
            }
            return value;
        });
    }

    private static Optional<Duration> parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
        // At most nine digits and nanoseconds of a day stay far below 2^63 seconds.
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit.toNanos()));
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
        return Optional.of(Duration.ofSeconds(parts[0].longValue(), parts[1].longValue()));
    }

    /** A dotted quad that one host can have. Never a name: a configuration that asks the DNS hangs at boot. */
    static ValueType<Inet4Address> ipv4() {
        return ofText("an IPv4 address of one host, such as 100.64.0.1", text -> {
            byte[] octets = new byte[4];
            if (!IPV4.matcher(text).matches()) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is not an IPv4 address");
            }
            String[] parts = text.split("\\.", -1);
            for (int i = 0; i < 4; i++) {
                int octet = Integer.parseInt(parts[i]);
                if (octet > 255) {
                    throw new ValueType.Refusal(ConfigNode.shown(text) + " is not an IPv4 address");
                }
                octets[i] = (byte) octet;
            }
            // 0/8 is "this host", 224/4 and 240/4 are multicast, reserved and broadcast (RFC 6890).
            if (octets[0] == 0 || (octets[0] & 0xff) >= 224) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is not the address of one host");
            }
            try {
                return (Inet4Address) InetAddress.getByAddress(octets);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("four bytes are an IPv4 address", e);
            }
        });
    }

    /** {@code dns:IP} or {@code dns:IP:PORT}; by address, since a name could not be asked for through a black hole. */
    static ValueType<InetSocketAddress> dnsServer() {
        ValueType<Inet4Address> host = ipv4();
        return ofText("\"dns:\" and an IPv4 address, with \":PORT\" if that is not 53", text -> {
            String[] parts = text.split(":", -1);
            if (parts.length < 2 || parts.length > 3 || !parts[0].equals("dns")) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is not one");
            }
            String port = parts.length == 3 ? parts[2] : "53";
            if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65535) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " has no port from 1 to 65535");
            }
            return new InetSocketAddress(host.read(parts[1]), Integer.parseInt(port));
        });
    }

    /** An absolute path: the agent runs with / as its working directory. */
    static ValueType<Path> path(int maxBytes) {
        return ofText("an absolute path of at most " + maxBytes + " bytes", text -> {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is " + bytes + " bytes long");
            }
            try {
                Path path = Path.of(text);
                if (path.isAbsolute()) {
                    return path;
                }
            } catch (InvalidPathException e) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is not a path");
            }
            throw new ValueType.Refusal(ConfigNode.shown(text) + " is not absolute");
        });
    }

    /**
     * Some words, a form of its own, or else an absolute path; kept as text.
     *
     * @param shape how a person calls the form
     */
    static ValueType<String> wordFormOrPath(List<String> words, Pattern form, String shape) {
        ValueType<Path> path = path(1024);
        String quoted = words.stream().map(Toml::quoted).collect(Collectors.joining(", "));
        return ofText(quoted + ", " + shape + " or " + path.allowed(), text -> {
            if (!words.contains(text) && !form.matcher(text).matches()) {
                path.read(text);
            }
            return text;
        });
    }

    /** {@code ""} means: not set. */
    static <T> ValueType<Optional<T>> optional(ValueType<T> type) {
        return ofText("\"\" or " + type.allowed(), text -> text.isEmpty() ? Optional.empty() : present(type, text));
    }

    private static <T> Optional<T> present(ValueType<T> type, String text) throws ValueType.Refusal {
        return Optional.of(type.read(text));
    }

    /** A text as its UTF-8 bytes. */
    static ValueType<byte[]> utf8(int maxBytes) {
        return ofText("a text of at most " + maxBytes + " bytes", text -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > maxBytes) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is " + bytes.length + " bytes long");
            }
            return bytes;
        });
    }

    static ValueType<byte[]> hex(int maxBytes) {
        return ofText("hexadecimal digits, two a byte, for at most " + maxBytes + " bytes", text -> {
            if (text.length() > 2 * maxBytes) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is " + text.length() + " digits long");
            }
            try {
                return HexFormat.of().parseHex(text);
            } catch (IllegalArgumentException e) {
                throw new ValueType.Refusal(ConfigNode.shown(text) + " is not hexadecimal");
            }
        });
    }

    /** A list of texts; each keeps its place because what it names is checked later. */
    static ValueType<List<ConfigNode>> texts(String allowed) {
        return new ValueType<>() {
            @Override
            public List<ConfigNode> read(Object value) throws Refusal {
                if (!(value instanceof List<?> list)) {
                    throw new Refusal(ConfigNode.shown(value) + " is " + ConfigNode.kindOf(value));
                }
                List<ConfigNode> nodes = new ArrayList<>();
                for (Object element : list) {
                    if (!(element instanceof ConfigNode node) || !(node.value() instanceof String)) {
                        throw new Refusal("an element is not a text");
                    }
                    nodes.add(node);
                }
                return nodes;
            }

            @Override
            public String allowed() {
                return allowed;
            }
        };
    }
}

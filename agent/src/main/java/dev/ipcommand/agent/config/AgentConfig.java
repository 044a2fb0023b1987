package dev.ipcommand.agent.config;

import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import dev.ipcommand.modem.power.PowerBoard;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, checked. Immutable: parsed once, nothing of the parser is kept.
 *
 * @param source the file it came from
 * @param power from {@code [power]}: the lines that power and reset the modem, if any
 * @param handlerPolicies by handler name, from {@code [handler.NAME]}
 * @param routes in the order of the file
 * @param keys by key id, from {@code [key.ID]}
 * @param gpio by the line's name, from {@code [gpio.NAME]}
 */
public record AgentConfig(
        Path source,
        Device device,
        Modem modem,
        Optional<PowerBoard> power,
        Sim sim,
        Session session,
        Listener listener,
        Reply reply,
        Handlers handlers,
        Map<String, HandlerPolicy> handlerPolicies,
        List<Route> routes,
        Map<String, Key> keys,
        Signed signed,
        Limits limits,
        Map<String, Gpio> gpio,
        State state,
        Control control,
        Log log) {
    public AgentConfig {
        handlerPolicies = Map.copyOf(handlerPolicies);
        routes = List.copyOf(routes);
        keys = Map.copyOf(keys);
        gpio = Map.copyOf(gpio);
    }

    /**
     * {@code [device]}
     *
     * @param named whether the file says so: the default is every device's and no one's own
     */
    public record Device(String name, boolean named) {}

    /**
     * {@code [modem]}
     *
     * @param port {@code none}, or what {@link dev.ipcommand.modem.serial.PortLocator#of} reads
     * @param driver {@code auto} or a dialect's name
     * @param baud bits per second
     * @param profiles the models of the files in {@code modem.profiles}, in the order in which they are tried; empty
     *     unless they were asked for
     */
    public record Modem(String port, String driver, int baud, List<ModemProfile> profiles) {
        public Modem {
            profiles = List.copyOf(profiles);
        }

        /** With the built-in models only. */
        public Modem(String port, String driver, int baud) {
            this(port, driver, baud, List.of());
        }

        /** The same with these models. */
        public Modem with(List<ModemProfile> models) {
            return new Modem(port, driver, baud, models);
        }

        /** Whether the session runs without AT. */
        public boolean isNone() {
            return port.equals("none");
        }
    }

    /**
     * {@code [sim]}
     *
     * @param pinFile where the card's PIN stands, if it wants one
     * @param multiImsi whether the card may change its network identity by a timer of its own
     */
    public record Sim(String apn, Optional<Path> pinFile, MultiImsi multiImsi) {}

    /** Whether a card has several network identities. */
    public enum MultiImsi {
        /** Taken for one that has, until somebody says otherwise. */
        AUTO,
        YES,
        NO
    }

    /** Which way datagrams take. */
    public enum DataPath {
        AUTO,
        EMBEDDED,
        INTERFACE
    }

    /**
     * {@code [session]}
     *
     * @param interfaceName the network interface to take the address from, if set
     * @param address the exact address to bind, if set
     * @param probe the question that finds a black hole, if one is to be asked
     */
    public record Session(
            DataPath dataPath, Optional<String> interfaceName, Optional<Inet4Address> address, Optional<Probe> probe) {}

    /**
     * {@code session.probe} and what belongs to it.
     *
     * @param server a DNS server: an IPv4 address and a port
     * @param interval how long nothing must have been received
     * @param timeout how long an answer may take
     */
    public record Probe(InetSocketAddress server, Duration interval, Duration timeout) {}

    /** {@code [listener]} */
    public record Listener(int port) {}

    /**
     * {@code [reply]}
     *
     * @param port 0 = the listening port
     */
    public record Reply(Inet4Address gateway, int port) {}

    /** {@code [handlers]} */
    public record Handlers(Path directory, Path plugins) {}

    /** Whether an answer carries the command's head. */
    public enum ReplyMode {
        FRAMED,
        RAW
    }

    /**
     * {@code [handler.NAME]}
     *
     * @param allow {@code anyone}, {@code signed} or key ids; empty = nobody
     * @param repeatable whether an unsigned command with the id of an earlier one simply runs again
     * @param withoutClock whether a signed command may run while the time is not known
     * @param memoryBytes the address space of a script's process; 0 = no limit
     * @param settings {@code [handler.NAME.settings]}
     */
    public record HandlerPolicy(
            List<String> allow,
            Duration deadline,
            int concurrency,
            int queue,
            ReplyMode reply,
            boolean repeatable,
            boolean withoutClock,
            long memoryBytes,
            Map<String, String> settings) {
        /** Without a {@code [handler.NAME]}: nobody may call. */
        public static final HandlerPolicy DEFAULT =
                new HandlerPolicy(List.of(), Duration.ofSeconds(10), 1, 8, ReplyMode.FRAMED, false, false, 0, Map.of());

        public HandlerPolicy {
            allow = List.copyOf(allow);
            settings = Map.copyOf(settings);
        }
    }

    /** {@code [[route]]}: what starts with {@code prefix} goes to {@code handler}, whole. */
    public record Route(byte[] prefix, String handler, ReplyMode reply) {
        public Route {
            prefix = prefix.clone();
        }

        @Override
        public byte[] prefix() {
            return prefix.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Route that
                    && Arrays.equals(prefix, that.prefix)
                    && handler.equals(that.handler)
                    && reply == that.reply;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(prefix) * 31 + handler.hashCode();
        }

        @Override
        public String toString() {
            return "Route[prefix of " + prefix.length + " bytes -> " + handler + ", " + reply + "]";
        }
    }

    /** {@code [key.ID]} */
    public record Key(String algorithm, Path file) {}

    /** When the device's time counts as known. */
    public enum ClockTrust {
        AUTO,
        SYNCHRONISED,
        SYSTEM
    }

    /**
     * {@code [signed]}
     *
     * @param maxAge the longest time from iat to exp
     * @param answerRefusals whether a refused token is answered
     */
    public record Signed(Duration maxAge, ClockTrust clock, boolean answerRefusals) {}

    /** {@code [gpio.NAME]} */
    public record Gpio(int line, LineSpec.Direction direction, Level safe, LineSpec.Pull pull) {}

    /** {@code [limits]}, for all unsigned commands together and for each key by itself; 0 = off. */
    public record Limits(int commandsPerMinute, int burst, int replyBytesPerHour) {}

    /** {@code [state]} */
    public record State(Path directory) {}

    /** {@code [control]} */
    public record Control(Path socket) {}

    /** {@code [log]}: {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}. */
    public record Log(String level) {}
}

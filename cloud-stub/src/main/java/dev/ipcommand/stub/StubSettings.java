package dev.ipcommand.stub;

import dev.ipcommand.stub.account.World;
import dev.ipcommand.stub.command.Switches;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.network.Change;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How one stub is set up: where it serves and who exists must be said, the rest has defaults. Threading: not safe. */
public final class StubSettings {
    final InetSocketAddress http;
    final InetSocketAddress gateway;
    final World world;
    Dialect dialect = Dialect.TWILIO;
    Switches switches = Switches.DEFAULT;
    long seed = 1;
    Duration callbackPatience = Duration.ofSeconds(15);
    Optional<Path> journal = Optional.empty();
    Map<String, Change> networkAtStart = Map.of();
    Optional<String> publicBase = Optional.empty();

    /**
     * Starts with the defaults.
     *
     * @param http where the API is served; port 0 = any
     * @param gateway the stand-in for 100.64.0.1; port 0 = any
     */
    public StubSettings(InetSocketAddress http, InetSocketAddress gateway, World world) {
        this.http = http;
        this.gateway = gateway;
        this.world = world;
    }

    /** The platform that is imitated. */
    public StubSettings dialect(Dialect value) {
        dialect = value;
        return this;
    }

    /** What nobody has documented. */
    public StubSettings switches(Switches value) {
        switches = value;
        return this;
    }

    /** Seed of the network's dice. */
    public StubSettings seed(long value) {
        seed = value;
        return this;
    }

    /** How long a customer's server may take to answer. */
    public StubSettings callbackPatience(Duration value) {
        callbackPatience = value;
        return this;
    }

    /** A file that gets every event. */
    public StubSettings journal(Path value) {
        journal = Optional.of(value);
        return this;
    }

    /** Each Sim's place in the packet network at the start, by its SID; addresses are given out in this order. */
    public StubSettings networkAtStart(Map<String, Change> value) {
        networkAtStart = Collections.unmodifiableMap(new LinkedHashMap<>(value));
        return this;
    }

    /** What every URL in an answer starts with: scheme, host and port, without a slash at the end. */
    public StubSettings publicBase(String value) {
        publicBase = Optional.of(value);
        return this;
    }

    /** Who exists when the stub starts. */
    public World world() {
        return world;
    }
}

package dev.ipcommand.stub;

import dev.ipcommand.stub.account.World;
import dev.ipcommand.stub.command.Switches;
import dev.ipcommand.stub.dialect.CallbackPolicy;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.fault.Fault;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.tls.AuthorityDirectory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    Optional<Dialect> callbacksOf = Optional.empty();
    Optional<Duration> callbackPatience = Optional.empty();
    Duration tokenLifetime = Duration.ofHours(1);
    List<Fault> faults = List.of();
    Optional<Path> journal = Optional.empty();
    Change networkOfAll = Change.NONE;
    Map<String, Change> networkAtStart = Map.of();
    Optional<String> publicBase = Optional.empty();
    Optional<AuthorityDirectory> authority = Optional.empty();
    Duration handshakePatience = Duration.ofSeconds(10);

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

    /** Who calls back, if that is not the platform that serves the API. */
    public StubSettings callbacksOf(Dialect value) {
        callbacksOf = Optional.of(value);
        return this;
    }

    /** How long a customer's server may take at most, if that is to be less than the platform allows. */
    public StubSettings callbackPatience(Duration value) {
        callbackPatience = Optional.of(value);
        return this;
    }

    /** How long a bearer token is good for. */
    public StubSettings tokenLifetime(Duration value) {
        tokenLifetime = value;
        return this;
    }

    /** Faults in force from the start. */
    public StubSettings faults(List<Fault> value) {
        faults = List.copyOf(value);
        return this;
    }

    CallbackPolicy callbacks() {
        CallbackPolicy policy = callbacksOf.orElse(dialect).callbacks();
        return callbackPatience.map(policy::within).orElse(policy);
    }

    /** A file that gets every event. */
    public StubSettings journal(Path value) {
        journal = Optional.of(value);
        return this;
    }

    /** Every Sim's place in the packet network at the start. */
    public StubSettings networkOfAll(Change value) {
        networkOfAll = value;
        return this;
    }

    /** Each Sim's place in the packet network at the start, by its SID; on top of {@link #networkOfAll}. */
    public StubSettings networkAtStart(Map<String, Change> value) {
        networkAtStart = Map.copyOf(value);
        return this;
    }

    /** Where the CA of the tunnels to the emulated hosts is; without one there are no tunnels. */
    public StubSettings authority(AuthorityDirectory value) {
        authority = Optional.of(value);
        return this;
    }

    /** How long a tunnel's client may take for its TLS handshake. */
    public StubSettings handshakePatience(Duration value) {
        handshakePatience = value;
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

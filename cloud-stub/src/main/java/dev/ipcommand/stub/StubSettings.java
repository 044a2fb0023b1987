package dev.ipcommand.stub;

import dev.ipcommand.stub.account.World;
import dev.ipcommand.stub.command.Switches;
import dev.ipcommand.stub.dialect.Dialect;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How one stub is set up.
 *
 * @param http where the API is served; port 0 = any
 * @param gateway the stand-in for 100.64.0.1; port 0 = any
 * @param seed of the network's dice
 * @param callbackPatience how long a customer's server may take to answer
 * @param journal a file that gets every event
 */
public record StubSettings(
        InetSocketAddress http,
        InetSocketAddress gateway,
        World world,
        Dialect dialect,
        Switches switches,
        long seed,
        Duration callbackPatience,
        Optional<Path> journal) {}

package dev.ipcommand.bench.rtt;

import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rig.SenderKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the servers that are compared, each on an address of its own.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Servers {
    /** Where all of them answer to. */
    static final String GATEWAY = "127.64.0.1";

    private static final Duration READY = Duration.ofSeconds(60);

    /** Signed commands are for it. */
    static final String DEVICE = "bench";

    /** Whom an agent permits what, for commands on the receiving thread. */
    static final String POLICY = """
            [handler.echo]
            allow = ["anyone"]
            """;

    private final SenderKey eddsa = SenderKey.eddsa("ops1");
    private final SenderKey hs256 = SenderKey.hs256("ops2");
    private final Installation installation;
    private final Children children;
    private final Path directory;
    private final int gatewayPort;
    private final int port;
    private int agents;

    Servers(Installation installation, Children children, Path directory, int gatewayPort) {
        this.installation = installation;
        this.children = children;
        this.directory = directory;
        this.gatewayPort = gatewayPort;
        this.port = gatewayPort + 1;
    }

    /**
     * Puts this process, and so all that it starts from now on, on one processor.
     *
     * @return whether it could be done
     */
    boolean pin() throws InterruptedException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        String self = Long.toString(ProcessHandle.current().pid());
        try {
            return children.start("taskset", List.of("taskset", "-acp", Integer.toString(last), self), Map.of())
                    .awaitExit(READY)
                    .equals(Optional.of(0));
        } catch (IOException missing) {
            return false;
        }
    }

    /** @throws ProcessException if there is no compiler, with what to install */
    Peer c() throws IOException, ProcessException, InterruptedException {
        Path program = directory.resolve("udp_echo");
        Path source = installation.root().resolve("bench/src/main/c/udp_echo.c");
        Child compiler;
        try {
            compiler =
                    children.start("cc", List.of("cc", "-O2", "-o", program.toString(), source.toString()), Map.of());
        } catch (IOException missing) {
            throw new ProcessException("no C compiler: apt-get install gcc libc6-dev");
        }
        Optional<Integer> exit = compiler.awaitExit(READY);
        if (!exit.equals(Optional.of(0))) {
            throw new ProcessException("the C server does not compile" + compiler.lastLines());
        }
        return foreign("C recvfrom", "127.66.0.1", List.of(program.toString()));
    }

    /** Empty if there is no Python. */
    Optional<Peer> python() throws ProcessException, InterruptedException {
        Path program = installation.root().resolve("bench/src/main/python/udp_echo.py");
        try {
            return Optional.of(foreign("Python asyncio", "127.66.0.2", List.of("python3", program.toString())));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private Peer foreign(String name, String address, List<String> program)
            throws IOException, ProcessException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(address, Integer.toString(port), GATEWAY, Integer.toString(gatewayPort)));
        Child child = children.start(name.replace(' ', '-'), command, Map.of());
        child.awaitLine("READY", READY);
        return new Peer(name, at(address, port), child);
    }

    Path directory() {
        return directory;
    }

    /** The sender {@code ops1}, whose key every agent has. */
    SenderKey eddsa() {
        return eddsa;
    }

    /** The sender {@code ops2}, whose key every agent has. */
    SenderKey hs256() {
        return hs256;
    }

    /**
     * An agent as it is shipped, with keys, policies and limits; the limits are set high.
     *
     * @param configuration more of it, with the policy of {@code echo}
     */
    Peer agent(String name, String configuration) throws IOException, ProcessException, InterruptedException {
        return agent(name, configuration, 1);
    }

    /** @param scripts how many script handlers it has, each with a policy */
    Peer agent(String name, String configuration, int scripts)
            throws IOException, ProcessException, InterruptedException {
        int number = ++agents;
        String address = "127.66.1." + number;
        Path home = Files.createDirectories(directory.resolve("agent" + number));
        Path handlers = Files.createDirectories(home.resolve("handlers.d"));
        StringBuilder more = new StringBuilder(configuration).append('\n');
        install(handlers, "sleepy", more);
        for (int i = 1; i < scripts; i++) {
            install(handlers, "handler" + i, more);
        }
        for (SenderKey key : List.of(eddsa, hs256)) {
            key.write(home.resolve(key.id()));
            more.append(key.table(home.resolve(key.id())));
        }
        Path file = home.resolve("ipcommand.toml");
        Files.writeString(
                file,
                """
                [device]
                name = "%s"
                [modem]
                port = "none"
                [session]
                data_path = "interface"
                address = "%s"
                [listener]
                port = %d
                [reply]
                gateway = "%s"
                port = %d
                [handlers]
                directory = "%s/handlers.d"
                plugins = "%s/plugins"
                [signed]
                clock = "system"
                [limits]
                commands_per_minute = 10000000
                burst = 1000000
                reply_bytes_per_hour = 1000000000
                [state]
                directory = "%s"
                [control]
                socket = "%s/control.sock"
                """
                                .formatted(DEVICE, address, port, GATEWAY, gatewayPort, home, home, home, home)
                        + more);
        Child child = children.start(
                "agent" + number,
                List.of(installation.launcher("ipcommand").toString(), "run", "--config", file.toString()),
                Map.of());
        child.awaitLine("READY", READY);
        return new Peer(name, at(address, port), child);
    }

    private static void install(Path handlers, String name, StringBuilder configuration) throws IOException {
        Path script = handlers.resolve(name);
        Files.writeString(script, "#!/bin/sh\nsleep 0.5\necho slept\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        configuration.append("[handler." + name + "]\nallow = [\"anyone\"]\n");
    }

    static InetSocketAddress at(String address, int port) throws IOException {
        byte[] octets = new byte[4];
        String[] texts = address.split("\\.", -1);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(texts[i]);
        }
        return new InetSocketAddress(InetAddress.getByAddress(octets), port);
    }
}

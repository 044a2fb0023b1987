package dev.ipcommand.agent;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.control.ControlClient;
import dev.ipcommand.agent.control.ControlException;
import dev.ipcommand.agent.security.KeyFileException;
import dev.ipcommand.agent.security.KeyFiles;
import dev.ipcommand.agent.security.KeyPairFiles;
import dev.ipcommand.agent.security.NewToken;
import dev.ipcommand.agent.security.SigningKey;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a whole agent on loopback for a moment, so that the JVM can list the classes that a running agent uses. The
 * launcher makes a class-data archive of them, which saves about 9 MiB and half of the start-up: docs/bench.md.
 *
 * <p>Not for use by hand: {@code Rehearsal DIRECTORY}, an empty one, which it fills and leaves to the caller.
 */
final class Rehearsal {
    private static final List<String> COMMANDS =
            List.of("ping", "echo#1: x", "help", "status", "nobody", "sample#1: x", "sample#1: x", "\u00ff");

    private static final String DEVICE = "rehearsal";

    private Rehearsal() {}

    /** Ends with 0 if the agent answered. */
    public static void main(String[] args)
            throws IOException, ConfigException, ControlException, KeyFileException, InterruptedException {
        Path directory = Path.of(args[0]);
        try (DatagramSocket gateway = new DatagramSocket(new InetSocketAddress("127.64.0.1", 0))) {
            gateway.setSoTimeout(5000);
            AgentConfig config = ConfigLoader.load(write(directory, gateway.getLocalPort()));
            System.setProperty("tinylog.level", "warn");
            CountDownLatch ready = new CountDownLatch(1);
            KeyFiles.Loaded keys = KeyFiles.load(config.keys());
            try (Agent agent = Agent.create(config, keys.keys(), line -> ready.countDown(), () -> {})) {
                agent.start();
                if (!ready.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("the rehearsed agent did not listen");
                }
                converse(gateway, config.listener().port(), tokens(directory));
                new ControlClient(config.control().socket(), Duration.ofSeconds(5)).statusJson();
            }
        }
        System.exit(0);
    }

    /** One command signed with each kind of key. */
    private static List<String> tokens(Path directory) throws KeyFileException {
        List<String> tokens = new ArrayList<>();
        for (String file : List.of("ed.key.pem", "hs.secret")) {
            SigningKey key = SigningKey.read(directory.resolve(file), Optional.empty());
            byte[] command = "sample: signed".getBytes(StandardCharsets.UTF_8);
            Optional<String> id = Optional.of(file.substring(0, 2));
            long now = Instant.now().getEpochSecond();
            tokens.add(new NewToken(id, DEVICE, command, true, NewToken.randomId(), now, now + 60).sign(key));
        }
        return tokens;
    }

    private static Path write(Path directory, int port) throws IOException {
        Path script = Files.createDirectory(directory.resolve("handlers.d")).resolve("sample");
        Files.writeString(script, "#!/bin/sh\necho done\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        KeyPairFiles.ed25519(directory, "ed");
        KeyPairFiles.hmac(directory, "hs");
        Path file = directory.resolve("rehearsal.toml");
        String text =
                """
                [device]
                name = "DEVICE"
                [modem]
                port = "none"
                [session]
                address = "127.64.0.2"
                [listener]
                port = PORT
                [reply]
                gateway = "127.64.0.1"
                [handlers]
                directory = "DIRECTORY/handlers.d"
                plugins = "DIRECTORY/plugins"
                [key.ed]
                file = "DIRECTORY/ed.pub.pem"
                [key.hs]
                algorithm = "HS256"
                file = "DIRECTORY/hs.secret"
                [handler.sample]
                allow = ["anyone"]
                [[route]]
                prefix = "$"
                handler = "echo"
                reply = "raw"
                [state]
                directory = "DIRECTORY/state"
                [control]
                socket = "DIRECTORY/control.sock"
                """;
        return Files.writeString(
                file,
                text.replace("PORT", String.valueOf(port))
                        .replace("DEVICE", DEVICE)
                        .replace("DIRECTORY", directory.toString()));
    }

    private static void converse(DatagramSocket gateway, int port, List<String> tokens) throws IOException {
        InetSocketAddress device = new InetSocketAddress(InetAddress.getByName("127.64.0.2"), port);
        List<String> commands = new ArrayList<>(tokens);
        commands.addAll(COMMANDS);
        for (String command : commands) {
            byte[] bytes = command.getBytes(StandardCharsets.ISO_8859_1);
            gateway.send(new DatagramPacket(bytes, bytes.length, device));
            if (!command.equals("\u00ff")) {
                gateway.receive(new DatagramPacket(new byte[2048], 2048));
            }
        }
    }
}

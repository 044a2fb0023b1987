package dev.ipcommand.bench.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The agent as a process in the device's namespace, a simulated modem beside it if wanted, and the gateway's socket. */
final class Device implements AutoCloseable {
    static final int PORT = 6969;

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    final Namespaces network;
    final DatagramSocket gateway;
    private final PrivateDirectory directory;
    private final Children children;
    private final Installation installation;
    private @Nullable Child agent;

    Device() throws IOException, InterruptedException {
        network = Namespaces.create();
        directory = PrivateDirectory.create("ipcommand-netns-");
        children = new Children(directory.path());
        installation = Installation.find();
        gateway = network.socket(Namespaces.GATEWAY, PORT);
    }

    /** Starts the simulator; it needs no network: the host's interface carries the datagrams. */
    void modem(String model, String address) throws Exception {
        children.start(
                        "modem",
                        List.of(
                                installation.launcher("modem-simulator").toString(),
                                "--model",
                                model,
                                "--link",
                                tty().toString(),
                                "--address",
                                address,
                                "--control",
                                directory.path().resolve("modem.sock").toString(),
                                "--boot-ms",
                                "0",
                                "--search-ms",
                                "0",
                                "--activate-ms",
                                "0"),
                        Map.of())
                .awaitLine("READY", PATIENCE);
    }

    Path tty() {
        return directory.path().resolve("tty");
    }

    void tellModem(String request) throws IOException {
        ask("modem.sock", request);
    }

    /** Starts the agent; it need not get ready. */
    Child agent(String port, String session) throws IOException {
        for (String name : new String[] {"handlers.d", "plugins", "state"}) {
            Files.createDirectories(directory.path().resolve(name));
        }
        Path configuration = Files.writeString(
                directory.path().resolve("ipcommand.toml"),
                String.join(
                        "\n",
                        "[modem]",
                        "port = \"" + port + "\"",
                        "[session]",
                        session,
                        "[handlers]",
                        "directory = \"" + directory.path().resolve("handlers.d") + "\"",
                        "plugins = \"" + directory.path().resolve("plugins") + "\"",
                        "[state]",
                        "directory = \"" + directory.path().resolve("state") + "\"",
                        "[control]",
                        "socket = \"" + directory.path().resolve("agent.sock") + "\"",
                        ""));
        Child started = children.start(
                "agent",
                network.inDevice(List.of(
                        installation.launcher("ipcommand").toString(), "run", "--config", configuration.toString())),
                Map.of());
        agent = started;
        return started;
    }

    /** Starts the agent and waits until it listens on this address. */
    Child readyAgent(String port, String session, String address) throws Exception {
        Child started = agent(port, session);
        assertEquals(address + ":" + PORT, started.awaitLine("READY", PATIENCE));
        return started;
    }

    JsonNode status() throws IOException {
        return new ObjectMapper().readTree(ask("agent.sock", "{\"op\":\"status\"}"));
    }

    private String ask(String socket, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(directory.path().resolve(socket)));
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            // One line is one answer, whether or not the other side hangs up then.
            return Optional.ofNullable(
                            new java.io.BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine())
                    .orElse("");
        }
    }

    /** Waits until the status is so. */
    JsonNode await(String what, Predicate<JsonNode> so) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(this::status, so);
    }

    JsonNode awaitListening(String address) {
        return await(
                "listening on " + address,
                status -> status.at("/session/state").asText().equals("LISTENING")
                        && status.at("/session/address").asText().equals(address));
    }

    JsonNode awaitReason(String state, String part) {
        return await(
                state + " because " + part,
                status -> status.at("/session/state").asText().equals(state)
                        && status.at("/session/because").asText().contains(part));
    }

    /** A command from the gateway, and its answer from the device's address and port. */
    void roundTrip(String address, String id) throws IOException {
        byte[] command = ("ping#" + id).getBytes(StandardCharsets.US_ASCII);
        gateway.send(new DatagramPacket(command, command.length, Namespaces.at(address, PORT)));
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        gateway.receive(answer);
        assertTrue(
                new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII)
                        .startsWith("ping#" + id + ": "),
                "an answer to " + id);
        assertEquals(Namespaces.at(address, PORT), answer.getSocketAddress());
    }

    /** The local addresses of every UDP socket in the device's namespace, as the kernel writes them. */
    List<String> udpSockets() throws IOException {
        long pid = Optional.ofNullable(agent).orElseThrow().pid();
        List<String> found = new java.util.ArrayList<>();
        for (String table : new String[] {"udp", "udp6"}) {
            Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table)).stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+", -1)[1])
                    .forEach(found::add);
        }
        return found;
    }

    /** 100.64.9.9:6969 as in {@code /proc/net/udp}: the address in the machine's order, little-endian here. */
    static String inKernelWords(String address) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(
                        Namespaces.at(address, PORT).getAddress().getAddress())
                .order(java.nio.ByteOrder.nativeOrder());
        return String.format(java.util.Locale.ROOT, "%08X:%04X", bytes.getInt(), PORT);
    }

    String lastLines() {
        return Optional.ofNullable(agent).map(Child::lastLines).orElse("");
    }

    /** The agent's log so far. */
    String log() throws IOException {
        return Files.readString(Optional.ofNullable(agent).orElseThrow().log());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            children.close();
            gateway.close();
        } finally {
            try {
                directory.close();
            } finally {
                network.close();
            }
        }
    }
}

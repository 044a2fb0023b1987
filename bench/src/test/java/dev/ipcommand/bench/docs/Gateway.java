package dev.ipcommand.bench.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.rig.Installation;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A machine as a page of the documentation finds it: a configuration, {@code ipcommand} on the path, an empty directory to
 * work in. Its directories stand for those that the page names.
 */
final class Gateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final char MARK = '\036';

    private final Installation installation = Installation.find();
    private final PrivateDirectory directory = PrivateDirectory.create("ipc-docs");
    private final Children children = new Children(directory.path());
    private final PortBlock ports;
    private final DatagramSocket cloud;

    Gateway() throws IOException {
        ports = PortBlock.any();
        cloud = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.64.0.1"), ports.gateway()));
        Path bin = Files.createDirectory(path("bin"));
        Files.createDirectory(path("home"));
        Path systemctl = Files.writeString(bin.resolve("systemctl"), "#!/bin/sh\necho \"$*\" >\"$0.asked\"\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                path("ipcommand.toml"),
                """
                [modem]
                port = "none"
                [session]
                data_path = "interface"
                address = "%s"
                [listener]
                port = %d
                [reply]
                gateway = "127.64.0.1"
                port = %d
                [handlers]
                directory = "%s"
                plugins = "%s"
                [state]
                directory = "%s"
                [control]
                socket = "%s"
                """
                        .formatted(
                                ports.deviceAddress(),
                                ports.listener(),
                                ports.gateway(),
                                path("handlers.d"),
                                path("plugins"),
                                path("state"),
                                path("run/control.sock")));
    }

    Path path(String name) {
        return directory.path().resolve(name);
    }

    /** Where a page's commands are typed. */
    Path home() {
        return path("home");
    }

    /**
     * Types commands into one shell that ends at the first that fails, and returns what each printed, with the paths of the
     * page instead of this machine's.
     */
    List<List<String>> type(List<String> commands, Map<String, String> environment)
            throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -e\nexec 2>&1\n");
        for (String command : commands) {
            script.append("printf '\\036\\n'\n").append(command).append('\n');
        }
        Path output = path("output");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script.toString())
                .directory(home().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("IPCOMMAND_CONFIG", path("ipcommand.toml").toString());
        builder.environment().put("PLUGINS", path("plugins").toString());
        builder.environment()
                .merge("PATH", path("bin") + ":" + installation.root().resolve("bin"), (own, ours) -> ours + ":" + own);
        Process shell = builder.start();
        boolean ended = shell.waitFor(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        List<List<String>> printed = split(asOnThePage(Files.readString(output)));
        if (!ended || shell.exitValue() != 0) {
            throw new AssertionError("the shell did not end well: " + printed);
        }
        return printed;
    }

    private static List<List<String>> split(String text) {
        List<List<String>> printed = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.equals(String.valueOf(MARK))) {
                printed.add(new ArrayList<>());
            } else if (!line.isEmpty()) {
                printed.get(printed.size() - 1).add(line);
            }
        }
        return printed;
    }

    private String asOnThePage(String text) {
        return text.replace(path("ipcommand.toml").toString(), "/etc/ipcommand/ipcommand.toml")
                .replace(path("handlers.d").toString(), "/etc/ipcommand/handlers.d")
                .replace(path("plugins").toString(), "/usr/local/lib/ipcommand/plugins")
                // Maven resets colours that it never used.
                .replaceAll("\u001b\\[[0-9;]*m", "");
    }

    /** What {@code systemctl} was asked to do last. */
    String systemctl() throws IOException {
        return Files.readString(path("bin/systemctl.asked")).strip();
    }

    /** Starts the agent. */
    void start() throws Exception {
        Child agent = children.start(
                "agent",
                List.of(
                        installation.launcher("ipcommand").toString(),
                        "run",
                        "--config",
                        path("ipcommand.toml").toString()),
                Map.of());
        agent.awaitLine("READY", PATIENCE);
    }

    /** Sends a command as the cloud does, and returns the answer. */
    String ask(String command) throws IOException {
        byte[] bytes = command.getBytes(UTF_8);
        InetAddress device = InetAddress.getByName(ports.deviceAddress());
        cloud.send(new DatagramPacket(bytes, bytes.length, device, ports.listener()));
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        cloud.setSoTimeout((int) PATIENCE.toMillis());
        cloud.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        children.close();
        cloud.close();
        ports.close();
        directory.close();
    }
}

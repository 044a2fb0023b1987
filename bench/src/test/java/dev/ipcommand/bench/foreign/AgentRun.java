package dev.ipcommand.bench.foreign;

import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The real agent as a process of its own, with a tty, a port to listen on and a gateway. */
final class AgentRun implements AutoCloseable {
    private final PrivateDirectory directory = PrivateDirectory.create("ipcommand-");
    private final Children children = new Children(directory.path());
    private final String launcher;
    private @Nullable Child agent;

    AgentRun() throws IOException {
        launcher = Installation.find().launcher("ipcommand").toString();
    }

    Path tty() {
        return directory.path().resolve("tty");
    }

    /** Starts it and waits until it listens. */
    void start(int listener, int gatewayPort, Duration patience) throws Exception {
        configure(listener, gatewayPort);
        launch();
        awaitReady(patience);
    }

    void configure(int listener, int gatewayPort) throws IOException {
        Path root = directory.path();
        for (String name : List.of("handlers.d", "plugins", "state")) {
            Files.createDirectories(root.resolve(name));
        }
        Files.writeString(
                root.resolve("ipcommand.toml"),
                """
                [device]
                name = "foreign"
                [modem]
                port = "@/tty"
                [session]
                data_path = "embedded"
                [listener]
                port = %d
                [reply]
                gateway = "%s"
                port = %d
                [handlers]
                directory = "@/handlers.d"
                plugins = "@/plugins"
                [state]
                directory = "@/state"
                [control]
                socket = "@/control.sock"
                [limits]
                commands_per_minute = 10000000
                burst = 1000000
                reply_bytes_per_hour = 0
                [log]
                level = "debug"
                [[route]]
                prefix = ""
                handler = "echo"
                reply = "raw"
                """
                        .formatted(listener, Platform.ADDRESS, gatewayPort)
                        .replace("@", root.toString()));
    }

    void launch() throws IOException {
        agent = children.start(
                "agent",
                List.of(
                        launcher,
                        "run",
                        "--config",
                        directory.path().resolve("ipcommand.toml").toString()),
                Map.of("IPCOMMAND_NO_BUILD", "1"));
    }

    void awaitReady(Duration patience) throws ProcessException, InterruptedException {
        started().awaitLine("READY", patience);
    }

    /** Kills it as a crash would. */
    void kill() throws InterruptedException {
        started().kill();
    }

    private Child started() {
        Child one = agent;
        if (one == null) {
            throw new IllegalStateException("not started");
        }
        return one;
    }

    String log() throws IOException {
        Child one = agent;
        return one != null && Files.exists(one.log()) ? Files.readString(one.log()) : "";
    }

    @Override
    public void close() throws IOException {
        children.close();
        directory.close();
    }
}

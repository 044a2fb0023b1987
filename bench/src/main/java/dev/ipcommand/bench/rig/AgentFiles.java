package dev.ipcommand.bench.rig;

import dev.ipcommand.bench.process.PortBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What the agent of a run reads and writes, all in the run's private directory.
 *
 * @param directory the run's
 */
public record AgentFiles(Path directory) {
    /** The configuration file. */
    public Path configuration() {
        return directory.resolve("ipcommand.toml");
    }

    /** The directory of script handlers; {@code checkin} is in it. */
    public Path handlers() {
        return directory.resolve("handlers.d");
    }

    void write(RigOptions options, PortBlock ports, Path tty, Path example) throws IOException {
        for (String name : new String[] {"handlers.d", "plugins", "state"}) {
            Files.createDirectories(directory.resolve(name));
        }
        install("checkin", Files.readAllBytes(example));
        boolean none = options.modem() == RigOptions.Modem.NONE;
        String address = options.path() == RigOptions.DataPath.INTERFACE
                ? "address = " + quoted(ports.deviceAddress()) + "\n"
                : "";
        Files.writeString(
                configuration(),
                table("device", "name = \"bench\"")
                        + table("modem", "port = " + quoted(none ? "none" : tty.toString()))
                        + table(
                                "session",
                                "data_path = " + quoted(options.path().word()) + "\n" + address)
                        + table("listener", "port = " + ports.listener())
                        + table("reply", "gateway = \"127.64.0.1\"\nport = " + ports.gateway())
                        + table(
                                "handlers",
                                "directory = " + quoted(handlers().toString()) + "\nplugins = "
                                        + quoted(directory.resolve("plugins").toString()))
                        + table("handler.checkin", "allow = [\"anyone\"]\ndeadline = \"10s\"")
                        + table(
                                "state",
                                "directory = "
                                        + quoted(directory.resolve("state").toString()))
                        + table(
                                "control",
                                "socket = "
                                        + quoted(directory
                                                .resolve("control.sock")
                                                .toString()))
                        + options.configuration());
    }

    /** Puts a script into the handlers' directory, as an editor that is done with it does: by a rename. */
    public void install(String name, byte[] script) throws IOException {
        Path draft = directory.resolve(name + ".draft");
        Files.write(draft, script);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(draft, handlers().resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String table(String name, String body) {
        return "[" + name + "]\n" + body + "\n\n";
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}

package dev.ipcommand.bench.rig;

import dev.ipcommand.bench.process.PortBlock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

    void write(RigOptions options, PortBlock ports, Path tty) throws IOException {
        for (String name : new String[] {"handlers.d", "plugins", "state"}) {
            Files.createDirectories(directory.resolve(name));
        }
        installScript("checkin");
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

    /** Puts one of the bench's own scripts into the handlers' directory. */
    public void installScript(String name) throws IOException {
        Path script = handlers().resolve(name);
        try (InputStream source = AgentFiles.class.getResourceAsStream("/handlers/" + name)) {
            if (source == null) {
                throw new IOException("the bench has no handler " + name);
            }
            Files.write(script, source.readAllBytes());
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String table(String name, String body) {
        return "[" + name + "]\n" + body + "\n\n";
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}

package dev.ipcommand.bench.campaign;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.rig.RigOptions;
import dev.ipcommand.bench.rig.SenderKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/**
 * A device that only pretends to reboot: the command notes that it ran, changes the boot id and ends the agent, as the
 * power of a real reboot would, at once ({@code KILL}) or in order ({@code TERM}). Closing removes its files.
 */
public final class RebootScene implements AutoCloseable {
    private static final String DEVICE = "bench";

    private final PrivateDirectory directory;
    private final SenderKey key = SenderKey.eddsa("ops");

    /** Writes the files. */
    public RebootScene() throws IOException {
        directory = PrivateDirectory.create("ipcommand-reboot-");
        key.write(file("ops.pem"));
        newBootId();
        Files.createFile(file("executed"));
        Path script = file("reboot");
        // The agent is its parent: no shell of ours is between them.
        Files.writeString(
                script,
                """
                #!/bin/sh
                cd '%s' || exit 1
                echo reboot >>executed
                cat /proc/sys/kernel/random/uuid >boot_id
                kill -"$(cat signal)" "$PPID"
                """
                        .formatted(directory.path()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private Path file(String name) {
        return directory.path().resolve(name);
    }

    private void newBootId() throws IOException {
        Files.writeString(file("boot_id"), UUID.randomUUID() + "\n");
    }

    /** What the campaign runs on: an agent without a modem, a key, and whom it allows to restart what. */
    public RigOptions options() {
        return RigOptions.NO_MODEM.with(
                """
                [limits]
                commands_per_minute = 0
                burst = 0
                reply_bytes_per_hour = 0

                [signed]
                clock = "system"

                [handler.reboot]
                allow = ["ops"]
                [handler.reboot.settings]
                command = "%s"
                boot_id = "%s"

                [handler.restart-agent]
                allow = ["ops"]
                [handler.restart-agent.settings]
                supervised = "true"

                """
                                .formatted(file("reboot"), file("boot_id"))
                        + key.table(file("ops.pem")));
    }

    /** How the next reboot ends the agent. */
    void endBy(String signal) throws IOException {
        Files.writeString(file("signal"), signal + "\n");
    }

    /** How often the device was rebooted. */
    int reboots() throws IOException {
        List<String> lines = Files.readAllLines(file("executed"), US_ASCII);
        return lines.size();
    }

    /** A token of now. */
    String sign(String command) {
        return key.sign(DEVICE, UUID.randomUUID().toString(), System.currentTimeMillis() / 1000, command);
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}

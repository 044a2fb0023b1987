package dev.ipcommand.agent;

import dev.ipcommand.agent.system.DirectoryTree;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where running scripts have their directories: beside the control socket, which on a gateway is memory, not flash.
 * Emptied at start, so that nothing outlives a crash for long, and removed at the end.
 */
record WorkDirectory(Path path) implements AutoCloseable {
    /** Makes an empty one. */
    static WorkDirectory fresh(Path controlSocket) throws IOException {
        Path parent = controlSocket.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("control.socket has no directory: " + controlSocket);
        }
        if (!Files.isDirectory(parent)) {
            Files.createDirectories(parent, permissions("rwxr-x---"));
        }
        WorkDirectory directory = new WorkDirectory(parent.resolve("work"));
        directory.close();
        Files.createDirectory(directory.path(), permissions("rwx------"));
        return directory;
    }

    private static java.nio.file.attribute.FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    @Override
    public void close() {
        try {
            new DirectoryTree(path).remove();
        } catch (IOException e) {
            System.getLogger("agent").log(Level.WARNING, "cannot empty {0}: {1}", path, e.getMessage());
        }
    }
}

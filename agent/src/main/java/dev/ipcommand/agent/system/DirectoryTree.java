package dev.ipcommand.agent.system;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory with all that somebody else has put into it.
 *
 * <p><b>Threading.</b> Immutable: any thread.
 */
public record DirectoryTree(Path root) {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    /**
     * Removes it. Follows no links. Directories that may not be read or changed are made so first: a script that leaves one
     * behind must not fill the memory its directory lies in, nor keep the agent from starting.
     *
     * @throws IOException at the first thing that cannot be removed
     */
    public void remove() throws IOException {
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(root, new Remover());
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
                Files.setPosixFilePermissions(directory, OWNER);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        /** A directory that could not be read, most likely. */
        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            boolean unreadable = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !Files.isReadable(path);
            if (unreadable) {
                Files.setPosixFilePermissions(path, OWNER);
                if (!Files.isReadable(path)) {
                    throw e;
                }
                Files.walkFileTree(path, this);
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}

package dev.ipcommand.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory nobody else may read, gone with everything in it when closed. Its path is short: it holds a socket. */
public final class PrivateDirectory implements AutoCloseable {
    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    /** Creates one, mode 0700. */
    public static PrivateDirectory create(String prefix) throws IOException {
        return new PrivateDirectory(Files.createTempDirectory(prefix));
    }

    /** Creates one in a directory, mode 0700. */
    public static PrivateDirectory createIn(Path parent, String prefix) throws IOException {
        return new PrivateDirectory(Files.createTempDirectory(parent, prefix));
    }

    public Path path() {
        return path;
    }

    /** Deletes it; what another process deletes meanwhile is no trouble. Idempotent. */
    @Override
    public void close() throws IOException {
        for (int attempt = 0; Files.exists(path) && attempt < 3; attempt++) {
            deleteAll();
        }
        if (Files.exists(path)) {
            throw new IOException("cannot delete " + path);
        }
    }

    private void deleteAll() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        } catch (java.io.UncheckedIOException | NoSuchFileException changing) {
            return; // somebody else deletes too: look again
        }
        for (Path file : deepestFirst) {
            try {
                Files.deleteIfExists(file);
            } catch (java.nio.file.DirectoryNotEmptyException filledAgain) {
                return;
            }
        }
    }
}

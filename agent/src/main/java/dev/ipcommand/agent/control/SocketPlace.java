package dev.ipcommand.agent.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The control socket's place in the file system: made, taken over from a dead agent, given back.
 *
 * <p>Nothing but a socket that nobody answers at is ever removed: a mistake in the configuration must not delete a
 * file. Used by the thread that starts the server and the one that closes it.
 */
final class SocketPlace {
    /** unix(7): sun_path has 108 bytes, the last is the NUL. */
    static final int MAX_PATH = 107;

    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int BACKLOG = 16;

    private final Path path;
    private @Nullable Object identity;

    SocketPlace(Path path) throws IOException {
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PATH) {
            throw new IOException("control.socket " + path + " has " + bytes + " bytes, a socket's path has at most "
                    + MAX_PATH + ": choose a shorter one");
        }
        this.path = path;
    }

    /** A listening channel at the place, mode 0660. */
    ServerSocketChannel listen() throws IOException {
        makeDirectory();
        clear();
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            identity = fileKey();
            // After bind, because bind makes the file; until then the usual umask lets nobody but the owner in.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            remove();
            throw e;
        }
    }

    /** Who may talk there; once it listens. */
    PeerCheck peers() throws IOException {
        return PeerCheck.of(path);
    }

    private void makeDirectory() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        var mode = PosixFilePermissions.fromString("rwxr-x---");
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode));
        // The umask may have taken the group's bits away.
        Files.setPosixFilePermissions(directory, mode);
    }

    private void clear() throws IOException {
        int mode;
        try {
            mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if ((mode & FILE_TYPE) != SOCKET) {
            throw new IOException("control.socket " + path + " is a file that is not a socket: remove it or choose"
                    + " another path");
        }
        if (isAnswered()) {
            throw new IOException(
                    "control.socket " + path + " is in use by another agent: stop it or choose another" + " path");
        }
        Files.delete(path);
    }

    /** Whether somebody listens. Non-blocking: a full backlog is an answer too, and must not stop the start. */
    private boolean isAnswered() throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Removes the socket file, unless another agent has put its own there meanwhile. */
    void remove() throws IOException {
        if (identity != null && Objects.equals(identity, fileKey())) {
            Files.deleteIfExists(path);
        }
        identity = null;
    }

    private @Nullable Object fileKey() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}

package dev.ipcommand.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of records that only grows, until it is written anew.
 *
 * <p>After an error nobody knows what of the last record is on the disk (after a failed fsync not even the kernel
 * does), and what is appended behind a torn record is lost with it. So an error makes the file <em>unsound</em>, and an
 * unsound file takes nothing until {@link #rewrite} has put a whole new one in its place.
 *
 * <p>Used by the {@code journal} thread only: an interrupt in the middle of a write closes the channel for good.
 */
final class RecordFile implements AutoCloseable {
    /** Never replayed: what is longer was not written by this class. Twice what the command journal keeps, and room. */
    private static final int MAX_REPLAYED = 32 << 20;

    private final Path path;
    private final Disk disk;
    private @Nullable FileChannel channel;
    private long length;
    private boolean closed;

    RecordFile(Path path, Disk disk) {
        this.path = path;
        this.disk = disk;
    }

    /** Gives every record that is whole, in order. Afterwards the file is sound, or {@link #isSound()} says no. */
    void open(Consumer<JournalRecord> records) throws IOException {
        long size;
        try {
            size = Files.size(path);
        } catch (NoSuchFileException e) {
            return;
        }
        if (size > MAX_REPLAYED) {
            throw new IOException(path + " is over " + MAX_REPLAYED + " bytes, move it away");
        }
        boolean whole = RecordReader.read(path, records);
        if (whole && size > 0) {
            channel = disk.reopen(path);
            length = size;
        }
    }

    boolean isSound() {
        return channel != null;
    }

    long length() {
        return length;
    }

    /** On the disk when this returns. On failure the file is unsound. */
    void append(Iterable<JournalRecord> records) throws IOException {
        FileChannel file = channel;
        if (file == null) {
            throw new IOException(path + " is unsound");
        }
        try {
            length += write(file, records);
            disk.force(file);
        } catch (IOException | RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    private long write(FileChannel file, Iterable<JournalRecord> records) throws IOException {
        long written = 0;
        for (JournalRecord record : records) {
            ByteBuffer bytes = record.encoded();
            written += bytes.remaining();
            disk.write(file, bytes);
        }
        return written;
    }

    /** Puts a file with exactly these records in the place of the old one, or leaves the old one as it is. */
    void rewrite(Iterable<JournalRecord> records) throws IOException {
        if (closed) {
            throw new IOException(path + " is closed");
        }
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        FileChannel file = disk.create(fresh);
        try {
            long written = write(file, records);
            disk.force(file);
            disk.rename(fresh, path);
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                disk.forceDirectory(directory);
            }
            abandon();
            channel = file;
            length = written;
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            // Which of the two files has the name may be unknown now: neither is appended to.
            abandon();
            throw e;
        }
    }

    private void abandon() throws IOException {
        FileChannel file = channel;
        channel = null;
        if (file != null) {
            file.close();
        }
    }

    /** Takes nothing any more. Idempotent. */
    @Override
    public void close() throws IOException {
        closed = true;
        abandon();
    }
}

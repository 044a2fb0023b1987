package dev.ipcommand.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    private static final System.Logger LOG = System.getLogger(RecordFile.class.getName());

    /** Never replayed: what is longer was not written by this class. */
    private static final int MAX_REPLAYED = 8 << 20;

    private final Path path;
    private final Disk disk;
    private @Nullable FileChannel channel;
    private long length;

    RecordFile(Path path, Disk disk) {
        this.path = path;
        this.disk = disk;
    }

    /** Every record that is whole, in order. Afterwards the file is sound, or {@link #isSound()} says no. */
    List<JournalRecord> open() throws IOException {
        byte[] bytes;
        try {
            if (Files.size(path) > MAX_REPLAYED) {
                throw new IOException(path + " is over " + MAX_REPLAYED + " bytes, move it away");
            }
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            bytes = new byte[0];
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<JournalRecord> records = new ArrayList<>();
        boolean damaged = replay(buffer, records);
        if (!damaged && bytes.length > 0) {
            channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            length = bytes.length;
        }
        return records;
    }

    /** @return whether something that is no whole record was passed over */
    private boolean replay(ByteBuffer buffer, List<JournalRecord> records) {
        boolean damaged = false;
        while (buffer.hasRemaining()) {
            int start = buffer.position();
            var record = JournalRecord.read(buffer);
            record.ifPresent(records::add);
            if (record.isEmpty()) {
                damaged = true;
                var body = JournalRecord.lengthAt(buffer, start);
                LOG.log(
                        System.Logger.Level.WARNING,
                        "outbox damaged file={0} offset={1} {2}",
                        path,
                        Integer.toString(start),
                        body.isPresent() ? "one record lost" : "the rest is lost");
                // A head that makes sense is believed, so that one flipped bit costs one record. If it lies, what
                // follows is no record either, and nothing is made up: each has its own checksum.
                buffer.position(
                        body.map(bytes -> start + JournalRecord.HEAD + bytes).orElse(buffer.limit()));
            }
        }
        return damaged;
    }

    boolean isSound() {
        return channel != null;
    }

    long length() {
        return length;
    }

    /** On the disk when this returns. On failure the file is unsound. */
    void append(JournalRecord record) throws IOException {
        FileChannel file = channel;
        if (file == null) {
            throw new IOException(path + " is unsound");
        }
        ByteBuffer bytes = record.encoded();
        int size = bytes.remaining();
        try {
            disk.write(file, bytes);
            disk.force(file);
            length += size;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Puts a file with exactly these records in the place of the old one, or leaves the old one as it is. */
    void rewrite(List<JournalRecord> records) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        // Messages are nobody else's business.
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        FileChannel file = FileChannel.open(fresh, options, mode);
        try {
            long written = 0;
            for (JournalRecord record : records) {
                ByteBuffer bytes = record.encoded();
                written += bytes.remaining();
                disk.write(file, bytes);
            }
            disk.force(file);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory();
            close();
            channel = file;
            length = written;
        } catch (IOException | RuntimeException e) {
            file.close();
            // Which of the two files has the name may be unknown now: neither is appended to.
            close();
            throw e;
        }
    }

    /** Makes the new name itself survive a power cut. */
    private void forceDirectory() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            disk.force(entries);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel file = channel;
        channel = null;
        if (file != null) {
            file.close();
        }
    }
}

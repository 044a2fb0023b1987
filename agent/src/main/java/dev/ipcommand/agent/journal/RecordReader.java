package dev.ipcommand.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Reads a file of records piece by piece, so that a long one costs no memory, and looks for the next whole record behind
 * damage: what lies behind it says what must not be executed again.
 *
 * <p>A head that makes sense is believed if a record or the end follows where it says, so that one flipped bit costs one
 * record and nothing inside it is taken for one. Else the next whole record is looked for byte by byte. Nothing is made
 * up: each has its own checksum.
 */
final class RecordReader {
    private static final System.Logger LOG = System.getLogger(RecordReader.class.getName());
    /** What must be seen at once: a record and the one behind it. */
    private static final int VIEW = 2 * (JournalRecord.HEAD + JournalRecord.MAX_BODY);

    private final Path path;
    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * VIEW).flip();
    private boolean atEnd;
    private long taken;
    private long damaged;

    private RecordReader(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** @return whether every byte of the file belongs to a whole record */
    static boolean read(Path path, Consumer<JournalRecord> to) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return new RecordReader(path, file).read(to);
        }
    }

    private boolean read(Consumer<JournalRecord> to) throws IOException {
        boolean whole = true;
        for (fill(); buffer.hasRemaining(); fill()) {
            int start = buffer.position();
            var record = JournalRecord.read(buffer);
            if (record.isPresent()) {
                tellDamage();
                to.accept(record.get());
            } else {
                whole = false;
                int next = behindDamage(start);
                damaged += next - start;
                buffer.position(next);
            }
            taken += buffer.position() - start;
        }
        tellDamage();
        return whole;
    }

    private int behindDamage(int start) {
        var body = JournalRecord.lengthAt(buffer, start);
        if (body.isPresent()) {
            int next = start + JournalRecord.HEAD + body.get();
            boolean last = atEnd && next == buffer.limit();
            if (last || JournalRecord.read(buffer.duplicate().position(next)).isPresent()) {
                return next;
            }
        }
        return start + 1;
    }

    private void tellDamage() {
        if (damaged > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "journal damaged file={0} offset={1} bytes={2}",
                    path.getFileName(),
                    Long.toString(taken - damaged),
                    Long.toString(damaged));
            damaged = 0;
        }
    }

    private void fill() throws IOException {
        if (atEnd || buffer.remaining() >= VIEW) {
            return;
        }
        buffer.compact();
        while (!atEnd && buffer.hasRemaining()) {
            atEnd = file.read(buffer) < 0;
        }
        buffer.flip();
    }
}

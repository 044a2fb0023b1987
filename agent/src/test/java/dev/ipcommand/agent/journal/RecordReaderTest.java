package dev.ipcommand.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordReaderTest {
    private Path file;
    private final List<Byte> types = new ArrayList<>();

    @BeforeEach
    void nameFile(@TempDir Path directory) {
        file = directory.resolve("x.journal");
    }

    private static byte[] record(int type, byte[] body) {
        ByteBuffer encoded = new JournalRecord((byte) type, body).encoded();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private boolean isWhole(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        Files.write(file, all.toByteArray());
        types.clear();
        return RecordReader.read(file, record -> types.add(record.type()));
    }

    @Test
    void shouldFindTheNextRecordBehindWhateverLiesBetween() throws IOException {
        byte[] torn = record(2, new byte[1000]);
        torn[0] = 0x7f;

        assertFalse(isWhole(record(1, new byte[9]), torn, record(3, new byte[0])));
        assertEquals(List.of((byte) 1, (byte) 3), types);
        assertFalse(isWhole(new byte[100_000], record(3, new byte[7]), new byte[1]));
        assertEquals(List.of((byte) 3), types);
    }

    @Test
    void shouldNotTakeThePayloadOfADamagedRecordForARecord() throws IOException {
        byte[] embedded = record(66, new byte[20]);
        byte[] body = new byte[embedded.length + 1];
        System.arraycopy(embedded, 0, body, 0, embedded.length);
        byte[] damaged = record(2, body);
        damaged[damaged.length - 1] ^= 1;

        assertFalse(isWhole(damaged, record(3, new byte[4])));
        assertEquals(List.of((byte) 3), types);
        assertFalse(isWhole(record(1, new byte[4]), damaged));
        assertEquals(List.of((byte) 1), types);
    }

    @Test
    void shouldReadAFileOfAnyLength() throws IOException {
        byte[][] parts = new byte[500][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = record(i % 100, new byte[i * 3]);
        }

        assertTrue(isWhole(parts));
        assertEquals(500, types.size());
        assertTrue(isWhole());
    }
}

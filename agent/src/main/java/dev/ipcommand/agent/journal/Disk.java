package dev.ipcommand.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The two things a disk can refuse, apart so that a test can be the disk. */
interface Disk {
    /** The real one. */
    Disk REAL = new Disk() {
        @Override
        public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }

        @Override
        public void force(FileChannel file) throws IOException {
            // false: the length is forced with the data on Linux (fdatasync(2)); times of access need not be.
            file.force(false);
        }
    };

    void write(FileChannel file, ByteBuffer bytes) throws IOException;

    void force(FileChannel file) throws IOException;
}

package dev.ipcommand.agent.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a script writes: the first bytes are kept, the rest is read and counted, so that the script never waits for us.
 *
 * <p>Only reads what is there. A blocking read would hang on a pipe that a process left behind holds open, and no
 * interrupt ends it.
 *
 * <p><b>Threading.</b> One thread.
 */
final class BoundedOutput {
    private static final int CHUNK = 8192;

    private final InputStream in;
    private final byte[] kept;
    private final byte[] chunk = new byte[CHUNK];
    private int keptLength;
    private long total;
    private byte last;

    BoundedOutput(InputStream in, int limit) {
        this.in = in;
        this.kept = new byte[limit];
    }

    /** Reads what is there; false if there was nothing. */
    boolean pump() throws IOException {
        int available = in.available();
        if (available <= 0) {
            return false;
        }
        int length = in.read(chunk, 0, Math.min(available, CHUNK));
        if (length <= 0) {
            return false;
        }
        int keep = Math.min(length, kept.length - keptLength);
        System.arraycopy(chunk, 0, kept, keptLength, keep);
        keptLength += keep;
        total += length;
        last = chunk[length - 1];
        return true;
    }

    /** All bytes written, also those not kept. */
    long total() {
        return total;
    }

    boolean endsWithNewline() {
        return total > 0 && last == '\n';
    }

    byte[] kept() {
        return Arrays.copyOf(kept, keptLength);
    }
}

package dev.ipcommand.modem.trace;

import dev.ipcommand.modem.at.AtPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A port whose modem is a transcript. Pauses are left out: what the modem says next is there at once. */
public final class ReplayPort implements AtPort {
    private final TranscriptPlayer player;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> unread = new ArrayDeque<>();
    private boolean closed;

    public ReplayPort(Transcript transcript) {
        player = new TranscriptPlayer(transcript);
        say(player.begin());
    }

    private void say(List<TranscriptPlayer.Saying> sayings) {
        sayings.forEach(saying -> unread.add(saying.bytes()));
    }

    @Override
    public int read(byte[] buffer, Duration timeout) throws IOException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (unread.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                throw new IOException("replay closed");
            }
            return take(buffer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] buffer) {
        byte[] next = unread.poll();
        if (next == null) {
            return 0;
        }
        int count = Math.min(next.length, buffer.length);
        System.arraycopy(next, 0, buffer, 0, count);
        if (count < next.length) {
            unread.addFirst(java.util.Arrays.copyOfRange(next, count, next.length));
        }
        return count;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("replay closed");
            }
            say(player.hear(bytes));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

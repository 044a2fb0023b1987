package dev.ipcommand.simulator.at;

import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import dev.ipcommand.simulator.fault.Faults;
import dev.ipcommand.simulator.time.Timeline;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

/** Sends at once, at a baud rate, or one byte at a time with pauses (F2). Used on the modem's timeline only. */
public final class PacedOutput implements ByteSink {
    /** What may wait; more is lost, as in a UART without flow control. */
    private static final int LIMIT = 1 << 20;

    private final ByteSink out;
    private final Timeline timeline;
    private final Faults faults;
    private final Random random;
    private final int bytesPerMilli;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean sending;
    private long lost;

    /**
     * Makes an output.
     *
     * @param baud bits a second with start and stop bit, or 0 for no limit
     */
    public PacedOutput(ByteSink out, Timeline timeline, Faults faults, Random random, int baud) {
        this.out = out;
        this.timeline = timeline;
        this.faults = faults;
        this.random = random;
        this.bytesPerMilli = baud == 0 ? 0 : Math.max(1, baud / 10_000);
    }

    @Override
    public void write(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        if (!sending && bytesPerMilli == 0 && !faults.isOn(Fault.F2)) {
            out.write(bytes);
            return;
        }
        if (waitingBytes + bytes.length > LIMIT) {
            lost += bytes.length;
            return;
        }
        waiting.addLast(bytes);
        waitingBytes += bytes.length;
        if (!sending) {
            sending = true;
            sendNext();
        }
    }

    /** Bytes lost because too many waited. */
    public long lost() {
        return lost;
    }

    /** Keeps everything back for a while, then sends it: answers that come after their command timed out. */
    public void stall(long millis) {
        if (!sending) {
            sending = true;
            timeline.after(millis, this::sendNext);
        }
    }

    private void sendNext() {
        byte[] first = waiting.pollFirst();
        if (first == null) {
            sending = false;
            return;
        }
        FaultOrder chopped = faults.order(Fault.F2).orElse(null);
        int size = chopped != null ? 1 : bytesPerMilli == 0 ? first.length : Math.min(first.length, bytesPerMilli);
        long pause = chopped != null ? random.nextInt(Math.max(0, chopped.number()) + 1) : bytesPerMilli == 0 ? 0 : 1;
        if (size < first.length) {
            waiting.addFirst(Arrays.copyOfRange(first, size, first.length));
            out.write(Arrays.copyOf(first, size));
        } else {
            out.write(first);
        }
        waitingBytes -= size;
        timeline.after(pause, this::sendNext);
    }
}

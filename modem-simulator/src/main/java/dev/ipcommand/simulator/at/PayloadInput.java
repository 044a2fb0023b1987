package dev.ipcommand.simulator.at;

import dev.ipcommand.simulator.fault.Violation;
import dev.ipcommand.simulator.fault.Violations;
import dev.ipcommand.simulator.time.Timeline;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts the bytes that follow a prompt. Used on the modem's timeline only. */
final class PayloadInput {
    private static final int CTRL_Z = 0x1A;
    private static final int ESC = 0x1B;
    private static final int MOST = 1500;
    /** A pause after which a DTE that starts a line with AT has given the payload up. */
    private static final long PAUSE_MILLIS = 300;

    private final Timeline timeline;
    private final Violations violations;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable PayloadRequest request;
    private @Nullable Consumer<byte[]> received;
    private @Nullable Exchange exchange;
    private Timeline.@Nullable Timer window;
    private boolean requested;
    private boolean ended;
    private boolean cancelled;
    private long latest;

    PayloadInput(Timeline timeline, Violations violations) {
        this.timeline = timeline;
        this.violations = violations;
    }

    void request() {
        requested = true;
    }

    boolean isRequested() {
        return requested;
    }

    boolean isOpen() {
        return request != null;
    }

    PayloadRequest current() {
        return Objects.requireNonNull(request);
    }

    void open(PayloadRequest what, Consumer<byte[]> then, Exchange of) {
        requested = false;
        request = what;
        received = then;
        exchange = of;
        bytes.reset();
        ended = false;
        cancelled = false;
        latest = timeline.now();
        window = timeline.after(what.windowMillis(), what.silent() ? of::silence : of::error);
    }

    /** Takes what belongs to the payload and says where the rest starts. */
    int take(byte[] input, int from) {
        PayloadRequest what = current();
        noticeCommand(input, from);
        latest = timeline.now();
        if (what.length() != PayloadRequest.UNTIL_CTRL_Z) {
            int count = Math.min(what.length() - bytes.size(), input.length - from);
            bytes.write(input, from, count);
            ended = bytes.size() >= what.length();
            return from + count;
        }
        for (int i = from; i < input.length; i++) {
            if (input[i] == CTRL_Z || input[i] == ESC) {
                ended = true;
                cancelled = input[i] == ESC;
                return i + 1;
            }
            if (bytes.size() < MOST) {
                bytes.write(input[i]);
            }
        }
        return input.length;
    }

    void finishIfComplete() {
        if (!ended || exchange == null || received == null) {
            return;
        }
        Exchange of = exchange;
        Consumer<byte[]> then = received;
        byte[] all = bytes.toByteArray();
        boolean stopped = cancelled;
        close();
        if (stopped) {
            of.error();
        } else {
            then.accept(all);
        }
    }

    void close() {
        if (window != null) {
            window.cancel();
        }
        window = null;
        request = null;
        received = null;
        exchange = null;
        requested = false;
        ended = false;
    }

    private void noticeCommand(byte[] input, int from) {
        int left = input.length - from;
        boolean looksLikeOne = left >= 3
                && (input[from] | 0x20) == 'a'
                && (input[from + 1] | 0x20) == 't'
                && input[input.length - 1] == '\r';
        if (looksLikeOne && timeline.now() - latest >= PAUSE_MILLIS) {
            violations.record(Violation.COMMAND_AS_PAYLOAD, "");
        }
    }
}

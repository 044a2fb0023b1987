package dev.ipcommand.simulator;

import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.pty.PortLink;
import dev.ipcommand.simulator.pty.Pty;
import dev.ipcommand.simulator.time.Timeline;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The modem's port as the DTE sees it: a pseudo-terminal that may go away and come back under another number.
 *
 * <p>Bytes from the DTE are brought to the timeline. Everything else is called on the timeline, except {@link #open}
 * and {@link #close}.
 */
final class SerialPort implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SerialPort.class.getName());

    private final Timeline timeline;
    private final PortLink link;
    private @Nullable Modem modem;
    private @Nullable Pty pty;
    private boolean closed;

    SerialPort(PortLink link, Timeline timeline) {
        this.timeline = timeline;
        this.link = link;
    }

    void connect(Modem dce) {
        modem = dce;
    }

    synchronized void open() throws IOException {
        if (closed) {
            return;
        }
        if (pty == null) {
            pty = new Pty(new Arrivals());
        }
        link.pointTo(pty.path());
    }

    /** Where the port is now; empty while it is away. */
    synchronized String path() {
        return pty == null ? "" : pty.path();
    }

    void write(byte[] bytes) {
        Pty open;
        synchronized (this) {
            open = pty;
        }
        if (open != null) {
            open.write(bytes);
        }
    }

    /** The port goes away now and comes back later under another number. */
    synchronized void hangup(long millis) {
        Pty old = pty;
        if (old == null) {
            return;
        }
        link.remove();
        pty = null;
        try {
            // Made while the old one lives: the kernel cannot give it the same number.
            Pty next = new Pty(new Arrivals());
            old.close();
            timeline.after(millis, () -> comeBack(next));
        } catch (IOException e) {
            old.close();
            LOG.log(System.Logger.Level.ERROR, "the port cannot come back: {0}", e.getMessage());
        }
    }

    private synchronized void comeBack(Pty next) {
        if (closed) {
            next.close();
            return;
        }
        pty = next;
        try {
            link.pointTo(next.path());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the port cannot come back: {0}", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        link.remove();
        if (pty != null) {
            pty.close();
            pty = null;
        }
    }

    private final class Arrivals implements Pty.Listener {
        @Override
        public void received(byte[] bytes) {
            timeline.execute(() -> Objects.requireNonNull(modem).receive(bytes));
        }

        @Override
        public void opened() {
            timeline.execute(() -> Objects.requireNonNull(modem).opened());
        }

        @Override
        public void closed() {
            timeline.execute(() -> Objects.requireNonNull(modem).count("closes", 1));
        }
    }
}

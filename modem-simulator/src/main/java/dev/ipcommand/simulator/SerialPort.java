package dev.ipcommand.simulator;

import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.pty.PortLink;
import dev.ipcommand.simulator.pty.Pty;
import dev.ipcommand.simulator.time.Timeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    private static final int MOST_OTHERS = 8;

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

    /** The port goes away now and comes back later, under another number or, if it is still free then, the same. */
    synchronized void hangup(long millis, boolean sameNumber) {
        Pty old = pty;
        if (old == null) {
            return;
        }
        link.remove();
        pty = null;
        if (sameNumber) {
            String path = old.path();
            old.close();
            timeline.after(millis, () -> comeBackAs(path));
            return;
        }
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

    /** The kernel gives the lowest free number: those below are held until it is the turn of ours. */
    private void comeBackAs(String path) {
        List<Pty> others = new ArrayList<>();
        try {
            Pty next = new Pty(new Arrivals());
            while (!next.path().equals(path) && others.size() < MOST_OTHERS) {
                others.add(next);
                next = new Pty(new Arrivals());
            }
            comeBack(next);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the port cannot come back: {0}", e.getMessage());
        } finally {
            others.forEach(Pty::close);
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

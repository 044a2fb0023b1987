package dev.ipcommand.simulator.pty;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The modem's end of a pseudo-terminal. The DTE may open and close the other end any number of times; what is written
 * while nobody has it open is lost, as on a UART.
 *
 * <p>The slave is kept open here, so that the line settings and the read side live through a DTE's absence; opens and
 * closes by others are seen through inotify. When this process ends, however it ends, the DTE sees a hangup.
 *
 * <p><b>Threading.</b> One thread called {@code pty} reads and calls the listener; {@link #write} may be called from
 * any thread and never blocks.
 */
public final class Pty implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pty.class.getName());
    private static final int CHUNK = 8192;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLED = 3;
    private static final int EINTR = 4;
    private static final long CLOSE_MILLIS = 1000;

    /** Hears what the DTE does, on the {@code pty} thread. */
    public interface Listener {
        /** Bytes came. */
        void received(byte[] bytes);

        /** The DTE has the port open, after nobody had. */
        void opened();

        /** Nobody has it open any more. */
        void closed();
    }

    private final Listener listener;
    private final int master;
    private final int slave;
    private final int inotify;
    private final int wake;
    private final String path;
    private final Thread thread;
    private final Object lock = new Object();
    private volatile boolean stopping;
    private volatile boolean inUse;
    private volatile long lost;
    private boolean closed;
    private int openers;

    /**
     * Makes a pseudo-terminal in raw mode and starts to read.
     *
     * @throws IOException if the system has none left
     */
    public Pty(Listener listener) throws IOException {
        this.listener = listener;
        int[] fds = {-1, -1, -1, -1};
        try {
            fds[0] = LibC.posix_openpt(LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC);
            LibC.grantpt(fds[0]);
            LibC.unlockpt(fds[0]);
            path = name(fds[0]);
            fds[1] = LibC.open(path, LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC);
            LibC.makeRaw(fds[1]);
            LibC.fcntl(fds[0], LibC.F_SETFL, LibC.O_RDWR | LibC.O_NONBLOCK);
            fds[2] = LibC.inotify_init1(LibC.IN_CLOEXEC | LibC.IN_NONBLOCK);
            LibC.inotify_add_watch(fds[2], path, LibC.IN_OPEN | LibC.IN_CLOSE);
            fds[3] = LibC.eventfd(0, LibC.EFD_CLOEXEC);
        } catch (LastErrorException e) {
            Arrays.stream(fds).filter(fd -> fd >= 0).forEach(LibC::close);
            throw new IOException("no pseudo-terminal: " + e.getMessage(), e);
        }
        master = fds[0];
        slave = fds[1];
        inotify = fds[2];
        wake = fds[3];
        thread = new Thread(this::readAll, "pty");
        thread.setDaemon(true);
        thread.start();
    }

    private static String name(int master) {
        byte[] buffer = new byte[128];
        LibC.ptsname_r(master, buffer, buffer.length);
        int end = 0;
        while (buffer[end] != 0) {
            end++;
        }
        return new String(buffer, 0, end, StandardCharsets.US_ASCII);
    }

    /** The path of the DTE's end, such as {@code /dev/pts/7}. */
    public String path() {
        return path;
    }

    /** Whether a DTE has it open. */
    public boolean isInUse() {
        return inUse;
    }

    /** Bytes that were written while nobody read: nobody had it open, or the DTE's buffer was full. */
    public long lost() {
        return lost;
    }

    /** Writes what the DTE can take; the rest is lost, as on a UART without flow control. */
    public void write(byte[] bytes) {
        synchronized (lock) {
            if (closed || !inUse) {
                lost += bytes.length;
                return;
            }
            byte[] rest = bytes;
            while (rest.length > 0) {
                long count = LibC.write(master, rest, rest.length);
                if (count <= 0 && Native.getLastError() != EINTR) {
                    lost += rest.length;
                    return;
                }
                rest = count <= 0 ? rest : Arrays.copyOfRange(rest, (int) count, rest.length);
            }
        }
    }

    private void readAll() {
        try (Memory fds = new Memory((long) POLLED * POLLFD_BYTES);
                Memory buffer = new Memory(CHUNK)) {
            int[] watched = {master, inotify, wake};
            while (!stopping) {
                for (int i = 0; i < POLLED; i++) {
                    fds.setInt((long) i * POLLFD_BYTES, watched[i]);
                    fds.setShort((long) i * POLLFD_BYTES + 4, LibC.POLLIN);
                    fds.setShort((long) i * POLLFD_BYTES + 6, (short) 0);
                }
                if (LibC.poll(fds, POLLED, -1) < 0) {
                    continue;
                }
                if (fds.getShort(POLLFD_BYTES + 6) != 0) {
                    readEvents(buffer);
                }
                if (fds.getShort(6) != 0 && !readData(buffer)) {
                    return;
                }
            }
        }
    }

    private boolean readData(Memory buffer) {
        long count = LibC.read(master, buffer, CHUNK);
        if (count > 0) {
            // Bytes may overtake the news that the port was opened.
            use(true);
            listener.received(buffer.getByteArray(0, (int) count));
            return true;
        }
        int problem = Native.getLastError();
        boolean transientProblem = count < 0 && (problem == EINTR || problem == 11);
        if (!transientProblem && !stopping) {
            LOG.log(System.Logger.Level.ERROR, "the pseudo-terminal failed, errno {0}", problem);
        }
        return transientProblem;
    }

    private void readEvents(Memory buffer) {
        long size = LibC.read(inotify, buffer, CHUNK);
        int before = openers;
        for (long at = 0; at + 16 <= size; at += 16 + buffer.getInt(at + 12)) {
            int mask = buffer.getInt(at + 4);
            if ((mask & LibC.IN_OPEN) != 0) {
                openers++;
            } else if ((mask & LibC.IN_CLOSE) != 0) {
                openers--;
                if (openers == 0) {
                    vacate();
                }
            }
        }
        if (openers > 0 && (before == 0 || !inUse)) {
            use(true);
        }
    }

    private void use(boolean now) {
        if (inUse != now) {
            inUse = now;
            if (now) {
                listener.opened();
            } else {
                listener.closed();
            }
        }
    }

    /** The DTE is gone: what it did not read is lost, what it set is undone; what it sent is still taken. */
    private void vacate() {
        use(false);
        LibC.tcflush(slave, LibC.TCIFLUSH);
        LibC.ioctl(slave, LibC.TIOCNXCL, 0);
        try {
            LibC.makeRaw(slave);
        } catch (LastErrorException e) {
            LOG.log(System.Logger.Level.WARNING, "raw mode failed: {0}", e.getMessage());
        }
    }

    /** Hangs up: a DTE that has the port open sees it go. */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        stopping = true;
        LibC.write(wake, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, 8);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (int fd : new int[] {slave, master, inotify, wake}) {
            LibC.close(fd);
        }
    }
}

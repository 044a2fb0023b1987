package dev.ipcommand.simulator.pty;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The few calls of the C library that a pseudo-terminal takes (glibc and musl on Linux). */
final class LibC {
    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int F_SETFL = 4;
    static final short POLLIN = 1;
    static final int IN_OPEN = 0x20;
    static final int IN_CLOSE = 0x18;
    static final int IN_CLOEXEC = O_CLOEXEC;
    static final int IN_NONBLOCK = O_NONBLOCK;
    static final int EFD_CLOEXEC = O_CLOEXEC;
    static final int TCSANOW = 0;
    static final int TCIFLUSH = 0;
    /** Lifts the exclusive mode that a killed DTE leaves behind while we hold the slave. */
    static final long TIOCNXCL = 0x540D;
    /** More than any struct termios needs. */
    static final int TERMIOS_BYTES = 256;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int posix_openpt(int flags) throws LastErrorException;

    static native int grantpt(int fd) throws LastErrorException;

    static native int unlockpt(int fd) throws LastErrorException;

    static native int ptsname_r(int fd, byte[] buffer, long size) throws LastErrorException;

    static native int open(String path, int flags) throws LastErrorException;

    static native int close(int fd);

    static native long read(int fd, Pointer buffer, long size);

    static native long write(int fd, byte[] buffer, long size);

    static native int poll(Pointer fds, long count, int timeout);

    static native int tcgetattr(int fd, Pointer termios) throws LastErrorException;

    static native int tcsetattr(int fd, int when, Pointer termios) throws LastErrorException;

    static native void cfmakeraw(Pointer termios);

    static native int tcflush(int fd, int queue);

    static native int ioctl(int fd, long request, int argument);

    static native int fcntl(int fd, int command, int argument) throws LastErrorException;

    static native int inotify_init1(int flags) throws LastErrorException;

    static native int inotify_add_watch(int fd, String path, int mask) throws LastErrorException;

    static native int eventfd(int initial, int flags) throws LastErrorException;

    /** Puts a terminal into raw mode: 8 bits, no echo, no translation. */
    static void makeRaw(int fd) {
        try (Memory termios = new Memory(TERMIOS_BYTES)) {
            termios.clear();
            tcgetattr(fd, termios);
            cfmakeraw(termios);
            tcsetattr(fd, TCSANOW, termios);
        }
    }
}

package dev.ipcommand.modem.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.at.AtPort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A tty through jSerialComm 2.11.4.
 *
 * <p>What that library does and what is done about it here: its disconnect event fires in a busy loop until the port is
 * closed (no listener is registered); {@code isOpen} stays true on an unplugged tty and {@code write} then returns 0 (a
 * write that does not move is an error); reading a tty whose other end hung up returns nothing at once (the device is then
 * asked whether it still lives); a blocking read ignores interrupts but is released by closing; the polling default costs
 * 1.1 ms a round trip (semi-blocking reads of whole buffers). A port object is used for one opening.
 */
public final class SerialAtPort implements AtPort {
    /** What the tty waits in one read: the granularity of VTIME, and the longest that closing goes unnoticed. */
    private static final int READ_MILLIS = 100;
    /** The kernel's tty buffer takes any payload in far less; longer means that the line is held up for good. */
    private static final long WRITE_PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private static final int SLICE = 512;

    private static final int EACCES = 13;
    private static final int ENOENT = 2;
    private static final int ENXIO = 6;
    private static final int ENODEV = 19;

    private final SerialPort port;
    private final Path device;
    private final PortLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object nativeWrite = new Object();

    private SerialAtPort(SerialPort port, Path device, PortLock lock) {
        this.port = port;
        this.device = device;
        this.lock = lock;
    }

    /**
     * Opens what the locator finds, afresh each time: 8N1, raw, no flow control, DTR asserted, locked against others by a
     * lock file and on the tty itself. A port that another process has open is not opened: the bytes that one of us reads
     * the other misses, and most programs lock nothing.
     */
    public static Opener opener(PortLocator locator, int baud) {
        return opener(locator, baud, PortLock.DIRECTORY);
    }

    /** @param locks where lock files are */
    static Opener opener(PortLocator locator, int baud, Path locks) {
        return () -> {
            Path device = real(locator.locate());
            PortLock lock = PortLock.take(locks, device);
            try {
                return open(device, baud, lock);
            } catch (ModemException | RuntimeException e) {
                lock.close();
                throw e;
            }
        };
    }

    private static Path real(Path device) throws ModemException {
        try {
            return device.toRealPath();
        } catch (IOException e) {
            throw new ModemException(ModemException.Kind.PORT_MISSING, "no port " + device, e);
        }
    }

    private static SerialAtPort open(Path device, int baud, PortLock lock) throws ModemException {
        Optional<String> holders = PortHolders.seen(device);
        if (holders.isPresent()) {
            throw new ModemException(ModemException.Kind.PORT_BUSY, device + ": held by " + holders.get());
        }
        SerialPort port;
        try {
            port = SerialPort.getCommPort(device.toString());
        } catch (SerialPortInvalidPortException e) {
            throw new ModemException(ModemException.Kind.PORT_MISSING, device + ": not a serial port", e);
        }
        port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
        if (!port.openPort(0)) {
            throw refused(device, port.getLastErrorCode(), port.getLastErrorLocation());
        }
        return new SerialAtPort(port, device, lock);
    }

    private static ModemException refused(Path device, int errno, int location) {
        return switch (errno) {
            case EACCES ->
                new ModemException(
                        ModemException.Kind.PORT_MISSING,
                        device + ": permission denied; the user must be in the group that owns it (dialout)");
            case ENOENT, ENXIO, ENODEV ->
                new ModemException(ModemException.Kind.PORT_MISSING, device + ": no such device (errno " + errno + ")");
            default ->
                new ModemException(
                        ModemException.Kind.PORT_BUSY,
                        device + ": cannot be opened (errno " + errno + " at " + location + "), held by "
                                + PortHolders.of(device));
        };
    }

    @Override
    public int read(byte[] buffer, Duration timeout) throws IOException {
        long start = System.nanoTime();
        long patience = timeout.toNanos();
        while (!closed.get()) {
            long before = System.nanoTime();
            int count = port.readBytes(buffer, buffer.length);
            if (count > 0) {
                return count;
            }
            long now = System.nanoTime();
            boolean early = now - before < TimeUnit.MILLISECONDS.toNanos(READ_MILLIS / 2);
            if (count < 0 || (early && port.bytesAvailable() < 0)) {
                throw gone("read");
            }
            if (now - start >= patience - TimeUnit.MILLISECONDS.toNanos(1) || early) {
                return 0;
            }
        }
        throw gone("closed");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        synchronized (nativeWrite) {
            long deadline = System.nanoTime() + WRITE_PATIENCE;
            int at = 0;
            while (at < bytes.length) {
                if (closed.get()) {
                    throw gone("closed");
                }
                int end = Math.min(bytes.length, at + SLICE);
                int count = port.writeBytes(Arrays.copyOfRange(bytes, at, end), end - at);
                if (count < 0 || (count == 0 && port.bytesAvailable() < 0)) {
                    throw gone("write");
                }
                if (count == 0 && System.nanoTime() - deadline >= 0) {
                    throw gone("write: nothing moves");
                }
                at += count;
            }
        }
    }

    private IOException gone(String what) {
        return new IOException(device + ": " + what + " (errno " + port.getLastErrorCode() + ")");
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                port.closePort();
            } finally {
                lock.close();
            }
        }
    }
}

package dev.ipcommand.modem.serial;

import dev.ipcommand.modem.ModemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lock file of a tty, as minicom, picocom and pppd leave and respect it: {@code /run/lock/LCK..ttyUSB2}, the owner's
 * process id in ten characters and a line feed (Filesystem Hierarchy Standard 3.0, §5.9).
 *
 * <p>A lock whose process is gone is removed. Where the folder cannot be written there is no lock file, and the lock that
 * the serial library takes on the tty itself ({@code flock(2)}) is all there is; programs that know only lock files do not
 * see it. Pseudo-terminals have none: their numbers are everybody's.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class PortLock implements AutoCloseable {
    /** Where Debian and Raspberry Pi OS have them; everybody may write there. */
    static final Path DIRECTORY = Path.of("/run/lock");

    private static final System.Logger LOG = System.getLogger(PortLock.class.getName());
    private static final Pattern PID = Pattern.compile("\\s*([0-9]{1,10})(?:\\s.*)?", Pattern.DOTALL);
    /** Some write the name of program and user behind the process id. */
    private static final int MAX_SIZE = 64;

    private static final int ATTEMPTS = 3;
    /** A lock with our own process id is ours only if it is here: in a container every agent may have the same id. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final @Nullable Path file;
    private final AtomicBoolean released = new AtomicBoolean();

    private PortLock(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Takes the lock of a device.
     *
     * @param device its real path
     * @throws ModemException of kind {@code PORT_BUSY} if a process that lives has it, naming it
     */
    static PortLock take(Path directory, Path device) throws ModemException {
        if (device.startsWith("/dev/pts") || !Files.isDirectory(directory)) {
            return new PortLock(null);
        }
        Path file = directory.resolve("LCK.." + device.getFileName());
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (create(directory, file)) {
                    OWN.add(file);
                    return new PortLock(file);
                }
                refuseIfHeld(file, device);
                LOG.log(System.Logger.Level.INFO, "stale lock removed file={0}", file);
                Files.deleteIfExists(file);
            }
            throw new ModemException(ModemException.Kind.PORT_BUSY, device + ": others keep locking it in " + file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "no lock file file={0}: {1}", file, e.toString());
            return new PortLock(null);
        }
    }

    /** Written elsewhere and linked: nobody ever sees a lock without a process id. False if there is one already. */
    private static boolean create(Path directory, Path file) throws IOException {
        Path draft = Files.createTempFile(directory, "ipcommand", ".lock");
        try {
            long pid = ProcessHandle.current().pid();
            Files.writeString(draft, String.format(Locale.ROOT, "%10d%n", pid));
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.delete(draft);
        }
    }

    private static void refuseIfHeld(Path file, Path device) throws ModemException, IOException {
        long pid;
        try {
            pid = owner(file);
        } catch (NoSuchFileException e) {
            return;
        }
        if (pid < 0) {
            throw new ModemException(
                    ModemException.Kind.PORT_BUSY,
                    device + ": locked by " + file + ", which names no process; if nobody uses the port: rm " + file);
        }
        boolean own = pid == ProcessHandle.current().pid();
        if (own ? OWN.contains(file) : mayLive(pid)) {
            throw new ModemException(
                    ModemException.Kind.PORT_BUSY,
                    device + ": locked by pid " + pid + " (" + PortHolders.command(Path.of("/proc/" + pid)) + ") in "
                            + file + "; if that is not so: rm " + file);
        }
    }

    /** The process id in a lock, as text or as an older program's four bytes; -1 if there is none. */
    private static long owner(Path file) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            content = in.readNBytes(MAX_SIZE);
        }
        Matcher text = PID.matcher(new String(content, StandardCharsets.ISO_8859_1));
        if (text.matches()) {
            return Long.parseLong(text.group(1));
        }
        int pid = content.length == 4
                ? ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()).getInt()
                : -1;
        return pid > 0 ? pid : -1;
    }

    /** Where other users' processes are hidden (proc(5), hidepid) nobody can be called dead. */
    private static boolean mayLive(long pid) {
        return Files.exists(Path.of("/proc/" + pid)) || !Files.exists(Path.of("/proc/1"));
    }

    /** Removes the file. Idempotent. */
    @Override
    public void close() {
        if (file == null || !released.compareAndSet(false, true)) {
            return;
        }
        try {
            if (owner(file) == ProcessHandle.current().pid()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "lock not removed file={0}: {1}", file, e.toString());
        } finally {
            OWN.remove(file);
        }
    }
}

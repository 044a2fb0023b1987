package dev.ipcommand.agent.survey;

import dev.ipcommand.agent.doctor.Facts.Holder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who has what open, as far as {@code /proc} lets us see: root sees all, anybody else his own. Stateless. */
final class Processes {
    private static final Pattern PSEUDO_TERMINAL = Pattern.compile("/dev/pts/([0-9]{1,9})");
    /** proc(5), locks: {@code 1: POSIX ADVISORY WRITE 812 08:02:131 0 EOF}. */
    private static final Pattern LOCK =
            Pattern.compile("[0-9]+: POSIX +ADVISORY +WRITE ([0-9]{1,10}) ([0-9a-f]+:[0-9a-f]+):([0-9]+) .*");

    private static final int MAX_HOLDERS = 4;

    private final Path proc;

    Processes(Path proc) {
        this.proc = proc;
    }

    /**
     * Who has a device open. Who has the other end of a pseudo-terminal as well plays the modem, and is no holder.
     *
     * @param but whom not to name
     */
    List<Holder> holdersOf(Path device, Set<Long> but) {
        Matcher terminal = PSEUDO_TERMINAL.matcher(device.toString());
        String index = terminal.matches() ? terminal.group(1) : "";
        return holders(
                but,
                process -> has(process, link -> link.equals(device.toString()))
                        && (index.isEmpty() || !isMasterOf(process, index)));
    }

    /** Who has a socket. */
    List<Holder> holdersOfSocket(String inode, Set<Long> but) {
        return holders(but, process -> has(process, ("socket:[" + inode + "]")::equals));
    }

    private List<Holder> holders(Set<Long> but, Predicate<Path> holds) {
        List<Holder> holders = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                long pid = pid(process);
                if (pid > 0 && !but.contains(pid) && holders.size() < MAX_HOLDERS && holds.test(process)) {
                    holders.add(new Holder(pid, command(process)));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return holders;
        }
        return holders;
    }

    private static long pid(Path process) {
        String name = String.valueOf(process.getFileName());
        return name.matches("[0-9]{1,10}") ? Long.parseLong(name) : 0;
    }

    private static boolean has(Path process, Predicate<String> wanted) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (wanted.test(target(file))) {
                    return true;
                }
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            // Another user's process, or one that just ended.
            return false;
        }
        return false;
    }

    /** Empty for a file that was closed meanwhile: the process has others. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** proc(5), fdinfo: {@code tty-index} of a master is the number of its slave. */
    private static boolean isMasterOf(Path process, String index) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fdinfo"))) {
            for (Path file : files) {
                if (Roots.text(file).lines().anyMatch(("tty-index:\t" + index)::equals)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
        return false;
    }

    private static String command(Path process) {
        String name = Roots.text(process.resolve("comm")).strip();
        return name.isEmpty() ? "?" : name.replaceAll("[^ -~]", "?");
    }

    /**
     * Who holds the lock on a file; empty if nobody, or nobody that can be seen. A file's number says it only together with its
     * device; where the kernel's device is not the file's (overlay, btrfs), the holder must have the file open.
     */
    OptionalLong lockHolder(Path file) {
        try {
            String path = file.toRealPath().toString();
            String inode = String.valueOf(Files.getAttribute(file, "unix:ino"));
            String device = device((Long) Files.getAttribute(file, "unix:dev"));
            return Roots.text(proc.resolve("locks"))
                    .lines()
                    .map(LOCK::matcher)
                    .filter(lock -> lock.matches() && lock.group(3).equals(inode))
                    .filter(lock ->
                            lock.group(2).equals(device) || has(proc.resolve(lock.group(1)), link -> link.equals(path)))
                    .mapToLong(lock -> Long.parseLong(lock.group(1)))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** makedev(3), as {@code /proc/locks} prints it: {@code 08:02}. */
    private static String device(long number) {
        long major = (number >> 8 & 0xFFF) | (number >> 32 & ~0xFFFL);
        long minor = (number & 0xFF) | (number >> 12 & ~0xFFL);
        return String.format(Locale.ROOT, "%02x:%02x", major, minor);
    }
}

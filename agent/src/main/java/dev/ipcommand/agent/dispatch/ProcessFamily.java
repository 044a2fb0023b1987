package dev.ipcommand.agent.dispatch;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every process that one call of a script has left: those of its session, and those whose environment still holds the
 * call's {@code IPCOMMAND_CALL}.
 *
 * <p>Found in {@code /proc} and signalled one by one: the JDK signals no process group, and starting {@code kill} may fail
 * when processes are what there is too much of. A process that forks while it is looked for is found in the next round.
 *
 * <p><b>Threading.</b> The handler's thread; an interrupt shortens nothing and is kept.
 */
final class ProcessFamily {
    private static final int MAX_ROUNDS = 50;
    /** Linux takes an environment of up to 2 MiB; our variable lies wherever the shell puts it. */
    private static final int MAX_ENVIRONMENT = 256 * 1024;

    private static final Path PROC = Path.of("/proc");

    private final long leader;
    private final byte[] mark;

    /**
     * @param leader the script's process, which leads its session
     * @param call the value of {@code IPCOMMAND_CALL}
     */
    ProcessFamily(long leader, String call) {
        this.leader = leader;
        this.mark = ("\0IPCOMMAND_CALL=" + call + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Asks all of them to end. */
    void terminate() {
        members().forEach(ProcessHandle::destroy);
    }

    /**
     * Kills until none is left.
     *
     * @return how many were killed; more than zero after a normal end means that the script left something behind
     */
    int kill() {
        int killed = 0;
        boolean interrupted = false;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<ProcessHandle> members = members();
            if (members.isEmpty()) {
                break;
            }
            for (ProcessHandle member : members) {
                member.destroyForcibly();
                killed++;
            }
            try {
                // A killed process is gone from here once the kernel has taken it apart, which takes a moment.
                Thread.sleep(Math.min(1 + round, 10));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return killed;
    }

    List<ProcessHandle> members() {
        List<ProcessHandle> members = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (isMember(entry)) {
                    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
                    handle.ifPresent(members::add);
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            System.getLogger(ProcessFamily.class.getName())
                    .log(System.Logger.Level.WARNING, "/proc cannot be read: " + e.getMessage());
        }
        return members;
    }

    private boolean isMember(Path process) {
        // proc(5): pid (comm) state ppid pgrp session …, and comm may hold blanks and brackets.
        String stat = new String(read(process.resolve("stat"), 1024), StandardCharsets.ISO_8859_1);
        int afterName = stat.lastIndexOf(')');
        if (afterName < 0) {
            return false;
        }
        String[] fields = stat.substring(afterName + 1).trim().split(" ", 5);
        if (fields.length < 5 || fields[0].equals("Z") || fields[0].equals("X")) {
            return false;
        }
        String led = Long.toString(leader);
        return fields[2].equals(led)
                || fields[3].equals(led)
                || holdsMark(read(process.resolve("environ"), MAX_ENVIRONMENT));
    }

    private boolean holdsMark(byte[] environment) {
        // A zero on both sides, so that a longer name or value does not match.
        int last = environment.length - mark.length + 1;
        for (int at = -1; at <= last; at++) {
            if (matches(environment, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] environment, int at) {
        for (int i = 0; i < mark.length; i++) {
            int index = at + i;
            byte there = index < 0 || index >= environment.length ? 0 : environment[index];
            if (there != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** By a stream, not a channel: an interrupt would close a channel. Nothing of a process that is gone or not ours. */
    private static byte[] read(Path file, int limit) {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readNBytes(limit);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}

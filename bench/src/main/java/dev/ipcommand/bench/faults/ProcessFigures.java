package dev.ipcommand.bench.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the kernel says of a process of ours: {@code /proc/PID}, see proc(5). Any thread. */
final class ProcessFigures {
    /** Linux gives user space this unit on every architecture that Java 17 runs on (USER_HZ). */
    private static final long NANOS_PER_TICK = 10_000_000L;

    /** {@code utime} of {@code stat}, counted from the state, which follows the name's bracket. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    /** The JVM's own, which come and go: one waits for a child's end and stays for a minute, the others compile. */
    private static final Set<String> JVM = Set.of("process reaper", "C1 CompilerThre", "C2 CompilerThre");

    private final Path process;

    ProcessFigures(long pid) {
        process = Path.of("/proc", Long.toString(pid));
    }

    /** Threads by name and what each descriptor is, numbers left out: two lists that are equal mean that nothing leaks. */
    record Holdings(List<String> threads, List<String> descriptors) {}

    Holdings holdings() throws IOException {
        List<String> threads = new ArrayList<>();
        for (Path task : children("task")) {
            try {
                threads.add(Files.readString(task.resolve("comm")).strip());
            } catch (NoSuchFileException ended) {
                // between the listing and the look
            }
        }
        List<String> descriptors = new ArrayList<>();
        for (Path descriptor : children("fd")) {
            try {
                // A port that came back has another number, and the file is still of the same kind.
                descriptors.add(Files.readSymbolicLink(descriptor).toString().replaceAll("[0-9]+", "N"));
            } catch (NoSuchFileException closed) {
                // the same
            }
        }
        return new Holdings(
                threads.stream().filter(name -> !JVM.contains(name)).sorted().toList(),
                descriptors.stream().sorted().toList());
    }

    private List<Path> children(String directory) throws IOException {
        try (Stream<Path> all = Files.list(process.resolve(directory))) {
            return all.toList();
        }
    }

    /** Processor time of all its threads so far, in steps of 10 ms. */
    Duration processorTime() throws IOException {
        return Duration.ofNanos(ticks(process.resolve("stat")) * NANOS_PER_TICK);
    }

    private static long ticks(Path stat) throws IOException {
        String text = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    }
}

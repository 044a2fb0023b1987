package dev.ipcommand.agent.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk that remembers what was asked of it, and can show what a power cut at any point may have left: of a file, what
 * was forced, and of what was not, nothing, a part, or parts in another order with anything between them; of names, what
 * the directory's last force covered, and as much of the rest as it likes.
 *
 * <p>On request it refuses now and then. What a refused force should have covered may be lost for good: a later force
 * does not bring it back.
 */
final class PowerCutDisk implements Disk {
    private enum Kind {
        CREATE,
        WRITE,
        FORCE,
        FORCE_REFUSED,
        RENAME,
        FORCE_NAMES
    }

    /** One thing that was done; {@code file} is its number, {@code name} the new one. */
    private record Step(Kind kind, int file, byte[] bytes, String name) {}

    private static final int BLOCK = 64;

    private final Random faults;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final List<byte[]> firstContents = new ArrayList<>();
    private final Map<String, Integer> firstNames = new HashMap<>();
    private final IdentityHashMap<FileChannel, Integer> open = new IdentityHashMap<>();
    private boolean unwilling;
    private int refusals;

    /** @param directory what is there is on the disk for good */
    PowerCutDisk(Path directory, long seed) throws IOException {
        this.faults = new Random(seed);
        try (var files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                names.put(file.getFileName().toString(), firstContents.size());
                firstContents.add(Files.readAllBytes(file));
            }
        }
        firstNames.putAll(names);
    }

    /** How many steps were done: a point at which the power may be cut. */
    synchronized int point() {
        return steps.size();
    }

    synchronized void unwilling(boolean now) {
        unwilling = now;
    }

    synchronized int refusals() {
        return refusals;
    }

    private boolean refuses() {
        boolean refuses = unwilling && faults.nextInt(3) == 0;
        refusals += refuses ? 1 : 0;
        return refuses;
    }

    private static int number(@Nullable Integer file) {
        return Objects.requireNonNull(file, "a file that this disk did not open");
    }

    private void note(Kind kind, int file, byte[] bytes, String name) {
        steps.add(new Step(kind, file, bytes, name));
    }

    @Override
    public synchronized FileChannel create(Path path) throws IOException {
        FileChannel channel = Disk.super.create(path);
        int file = firstContents.size();
        firstContents.add(new byte[0]);
        names.put(path.getFileName().toString(), file);
        open.put(channel, file);
        note(Kind.CREATE, file, new byte[0], path.getFileName().toString());
        return channel;
    }

    @Override
    public synchronized FileChannel reopen(Path path) throws IOException {
        FileChannel channel = Disk.super.reopen(path);
        open.put(channel, number(names.get(path.getFileName().toString())));
        return channel;
    }

    @Override
    public synchronized void write(FileChannel file, ByteBuffer bytes) throws IOException {
        boolean refuses = refuses();
        if (refuses) {
            bytes.limit(faults.nextInt(bytes.limit()));
        }
        byte[] written = new byte[bytes.remaining()];
        bytes.duplicate().get(written);
        Disk.super.write(file, bytes);
        note(Kind.WRITE, number(open.get(file)), written, "");
        if (refuses) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public synchronized void force(FileChannel file) throws IOException {
        boolean refuses = refuses();
        note(refuses ? Kind.FORCE_REFUSED : Kind.FORCE, number(open.get(file)), new byte[0], "");
        if (refuses) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        if (refuses()) {
            throw new IOException("Read-only file system");
        }
        Disk.super.rename(from, to);
        int file = number(names.remove(from.getFileName().toString()));
        names.put(to.getFileName().toString(), file);
        note(Kind.RENAME, file, new byte[0], to.getFileName().toString());
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        if (refuses()) {
            throw new IOException("Input/output error");
        }
        note(Kind.FORCE_NAMES, 0, new byte[0], "");
    }

    /** Fills a directory with what a power cut after so many steps may have left. */
    synchronized void cut(int point, Random random, Path target) throws IOException {
        List<Contents> files = new ArrayList<>();
        firstContents.forEach(bytes -> files.add(new Contents(bytes)));
        Map<String, Integer> forced = new HashMap<>(firstNames);
        List<Step> looseNames = new ArrayList<>();
        for (Step step : steps.subList(0, point)) {
            switch (step.kind()) {
                case CREATE, RENAME -> looseNames.add(step);
                case WRITE -> files.get(step.file()).write(step.bytes());
                case FORCE -> files.get(step.file()).force();
                case FORCE_REFUSED -> files.get(step.file()).forceRefused();
                case FORCE_NAMES -> {
                    looseNames.forEach(name -> apply(name, forced));
                    looseNames.clear();
                }
            }
        }
        looseNames.subList(0, random.nextInt(looseNames.size() + 1)).forEach(name -> apply(name, forced));
        for (var name : forced.entrySet()) {
            Files.write(
                    target.resolve(name.getKey()), files.get(name.getValue()).afterCut(random));
        }
    }

    private static void apply(Step step, Map<String, Integer> names) {
        names.values().removeIf(file -> file == step.file());
        names.put(step.name(), step.file());
    }

    /** One file's bytes, forced and not. */
    private static final class Contents {
        private final ByteArrayOutputStream forced = new ByteArrayOutputStream();
        private final ByteArrayOutputStream loose = new ByteArrayOutputStream();
        private boolean lost;

        Contents(byte[] first) {
            forced.writeBytes(first);
        }

        void write(byte[] bytes) {
            loose.writeBytes(bytes);
        }

        void force() {
            if (!lost) {
                forced.writeBytes(loose.toByteArray());
                loose.reset();
            }
        }

        void forceRefused() {
            lost = true;
        }

        byte[] afterCut(Random random) {
            byte[] more = loose.toByteArray();
            int kept = random.nextInt(more.length + 1);
            switch (random.nextInt(4)) {
                case 0 -> more = new byte[0];
                case 1 -> more = Arrays.copyOf(more, kept);
                case 2 -> scatter(more, random);
                default -> {
                    // All of it arrived.
                }
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(forced.toByteArray());
            all.writeBytes(more);
            return all.toByteArray();
        }

        /** Some blocks arrived; the others are still empty, or what was there before. */
        private static void scatter(byte[] bytes, Random random) {
            for (int start = 0; start < bytes.length; start += BLOCK) {
                byte[] other = new byte[Math.min(BLOCK, bytes.length - start)];
                if (random.nextBoolean()) {
                    random.nextBytes(other);
                }
                if (random.nextBoolean()) {
                    System.arraycopy(other, 0, bytes, start, other.length);
                }
            }
        }
    }
}

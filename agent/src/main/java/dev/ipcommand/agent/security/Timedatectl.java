package dev.ipcommand.agent.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Asks systemd whether the kernel's clock is synchronised, by whichever daemon: timedatectl(1), property
 * {@code NTPSynchronized}. Where that cannot be asked, the file that systemd-timesyncd(8) makes has to do; it stays when
 * somebody sets the clock by hand, which the kernel's word does not.
 *
 * <p><b>Threading.</b> Any thread. Waits for a process, within bounds. <b>Failures.</b> What cannot be told is a no.
 */
public final class Timedatectl implements BooleanSupplier {
    private static final int MAX_ANSWER = 64;

    private final Optional<Path> program;
    private final Path flag;
    private final Duration limit;

    Timedatectl(Optional<Path> program, Path flag, Duration limit) {
        this.program = program;
        this.flag = flag;
        this.limit = limit;
    }

    /** Of this machine. */
    public static Timedatectl ofThisMachine() {
        return new Timedatectl(find(), Path.of("/run/systemd/timesync/synchronized"), Duration.ofSeconds(5));
    }

    /** Whether this machine can be asked at all. */
    public static boolean canBeAsked() {
        return Files.isDirectory(Path.of("/run/systemd/system")) && find().isPresent();
    }

    private static Optional<Path> find() {
        return Stream.of("/usr/bin/timedatectl", "/bin/timedatectl")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public boolean getAsBoolean() {
        return program.flatMap(this::answer).orElseGet(() -> Files.exists(flag));
    }

    /** Empty if it has none. */
    private Optional<Boolean> answer(Path file) {
        Process process;
        try {
            process = new ProcessBuilder(List.of(file.toString(), "show", "-p", "NTPSynchronized", "--value"))
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            // One that says more than a pipe holds never ends by itself, and is no answer either.
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readNBytes(MAX_ANSWER), ISO_8859_1);
            return Optional.of(answer.strip().equals("yes"));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            end(process);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            // It is gone.
        }
    }
}

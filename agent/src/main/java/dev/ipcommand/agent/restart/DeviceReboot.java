package dev.ipcommand.agent.restart;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reboots the device by a command. Settings of {@code [handler.reboot.settings]}:
 *
 * <ul>
 *   <li>{@code command}: an absolute path and its arguments, separated by spaces, run without a shell; {@code systemctl
 *       reboot} by default
 *   <li>{@code boot_id}: a file whose content changes with each boot; {@code /proc/sys/kernel/random/boot_id} by default
 * </ul>
 *
 * <p>Whether it may: root may; anybody else asks logind ({@code CanReboot}), so a polkit rule is what allows it. With a
 * command of one's own its file must be executable.
 */
public final class DeviceReboot implements RestartPower {
    private static final Path SYSTEMCTL = Path.of("/usr/bin/systemctl");
    private static final Path BUSCTL = Path.of("/usr/bin/busctl");
    private static final int SECONDS = 10;

    private final Map<String, String> settings;

    public DeviceReboot(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    private List<String> command() {
        String own = settings.get("command");
        return own == null
                ? List.of(SYSTEMCTL.toString(), "reboot")
                : List.of(own.strip().split(" +"));
    }

    @Override
    public Optional<String> problem() {
        Path program = Path.of(command().get(0));
        if (!program.isAbsolute() || !Files.isExecutable(program)) {
            return Optional.of(program + " cannot be run");
        }
        if (settings.containsKey("command")) {
            return Optional.empty();
        }
        try {
            int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return uid == 0 || logindAllows() ? Optional.empty() : Optional.of("logind does not allow it");
        } catch (IOException | InterruptedException e) {
            return Optional.of("logind cannot be asked");
        }
    }

    private static boolean logindAllows() throws IOException, InterruptedException {
        if (!Files.isExecutable(BUSCTL)) {
            return false;
        }
        Ended ended = run(List.of(
                BUSCTL.toString(),
                "call",
                "org.freedesktop.login1",
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager",
                "CanReboot"));
        return ended.status() == 0 && ended.output().equals("s \"yes\"");
    }

    @Override
    public void restart() throws IOException {
        try {
            Ended ended = run(command());
            if (ended.status() != 0) {
                throw new IOException("exit " + ended.status());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    @Override
    public String life() {
        String file = settings.getOrDefault("boot_id", "/proc/sys/kernel/random/boot_id");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(64), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private record Ended(int status, String output) {}

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("not done in " + SECONDS + " s");
            }
            byte[] output = process.getInputStream().readNBytes(256);
            return new Ended(process.exitValue(), new String(output, StandardCharsets.UTF_8).strip());
        } finally {
            process.destroyForcibly();
        }
    }
}

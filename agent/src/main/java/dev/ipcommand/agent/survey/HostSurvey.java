package dev.ipcommand.agent.survey;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.doctor.Facts;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine: directory, memory, clock, supply, GPIO chip. */
final class HostSurvey {
    private static final Path THROTTLED = Path.of("devices/platform/soc/soc:firmware/get_throttled");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: +([0-9]{1,15}) kB");

    private final Roots roots;
    private final Supplier<Optional<Boolean>> clock;

    /** @param clock whether the system's clock is synchronised; empty if it cannot be asked */
    HostSurvey(Roots roots, Supplier<Optional<Boolean>> clock) {
        this.roots = roots;
        this.clock = clock;
    }

    Facts.Host look(AgentConfig config, int user, boolean root) {
        Path state = config.state().directory();
        boolean lines = !config.gpio().isEmpty() || config.power().isPresent();
        return new Facts.Host(
                stateTrouble(state, user),
                free(state),
                memory(),
                config.keys().isEmpty() ? Optional.empty() : clock.get(),
                throttled(),
                lines ? gpioTrouble(user) : "",
                root);
    }

    /** Judged by mode and owner: writing to it to see would be a change. */
    private String stateTrouble(Path state, int user) {
        if (!Files.exists(state)) {
            return "there is no " + state + ": the agent makes it when it starts, if it may";
        }
        if (!Files.isDirectory(state)) {
            return state + " is no directory";
        }
        try {
            if (Files.getFileStore(state).isReadOnly()) {
                return state + " is on a file system that is mounted read-only";
            }
        } catch (IOException e) {
            return state + " cannot be looked at: " + e.getMessage();
        }
        return new Users(roots.etc()).denied(state, user).replace("may not open", "may not write to");
    }

    private static OptionalLong free(Path state) {
        try {
            Path existing = state.toAbsolutePath();
            while (existing != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            return existing == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Files.getFileStore(existing).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong memory() {
        Matcher available = AVAILABLE.matcher(Roots.text(roots.proc().resolve("meminfo")));
        return available.find() ? OptionalLong.of(Long.parseLong(available.group(1)) * 1024) : OptionalLong.empty();
    }

    private OptionalLong throttled() {
        String text = Roots.text(roots.sys().resolve(THROTTLED)).strip();
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        return digits.matches("[0-9a-f]{1,8}") ? OptionalLong.of(Long.parseLong(digits, 16)) : OptionalLong.empty();
    }

    private String gpioTrouble(int user) {
        String denied = "";
        boolean any = false;
        try (DirectoryStream<Path> chips = Files.newDirectoryStream(roots.dev(), "gpiochip*")) {
            for (Path chip : chips) {
                any = true;
                denied = denied.isEmpty() ? new Users(roots.etc()).denied(chip, user) : denied;
            }
        } catch (IOException | DirectoryIteratorException e) {
            return roots.dev() + " cannot be read";
        }
        return any ? denied : "there is no " + roots.dev() + "/gpiochipN on this host";
    }
}

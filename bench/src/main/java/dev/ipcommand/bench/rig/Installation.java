package dev.ipcommand.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the project lies: the directory with {@code bin/}.
 *
 * @param root its absolute path
 */
public record Installation(Path root) {
    /** The directory {@code bin/bench} names in {@code ipcommand.root}, or the nearest above the working directory. */
    public static Installation find() throws IOException {
        String given = System.getProperty("ipcommand.root", "");
        Path start = Path.of(given).toAbsolutePath().normalize();
        for (Path place = start; place != null; place = place.getParent()) {
            if (Files.isRegularFile(place.resolve("pom.xml")) && Files.isDirectory(place.resolve("bin"))) {
                return new Installation(place);
            }
        }
        throw new IOException("cannot find the project's bin/ from " + start);
    }

    /** A launcher. */
    public Path launcher(String name) {
        return root.resolve("bin").resolve(name);
    }

    /** Whether a launcher is there. */
    public boolean has(String name) {
        return Files.isExecutable(launcher(name));
    }

    List<String> command(String launcher, String... arguments) throws IOException {
        return command(launcher, List.of(arguments));
    }

    List<String> command(String launcher, List<String> arguments) throws IOException {
        if (!has(launcher)) {
            throw new IOException(launcher(launcher) + " is missing");
        }
        List<String> command = new ArrayList<>();
        command.add(launcher(launcher).toString());
        command.addAll(arguments);
        return command;
    }
}

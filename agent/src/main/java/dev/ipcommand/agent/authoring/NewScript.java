package dev.ipcommand.agent.authoring;

import dev.ipcommand.agent.command.CommandGrammar;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * A new script handler: the script, mode 0755, and its sidecar, mode 0644.
 *
 * <p><b>Failures.</b> Nothing that exists is written over: {@code FileAlreadyExistsException}.
 */
public final class NewScript {
    /** What it is written in. */
    public enum Language {
        /** For {@code /bin/sh}. */
        SH("handler.sh"),
        /** For Python 3. */
        PYTHON("handler.py");

        private final String template;

        Language(String template) {
            this.template = template;
        }
    }

    private NewScript() {}

    /** Why a script cannot have a name; empty if it can. */
    public static Optional<String> nameProblem(String name) {
        return CommandGrammar.isName(name) && name.indexOf('.') < 0
                ? Optional.empty()
                : Optional.of("a script's name has a lower-case letter, then up to 63 of a-z, 0-9, - and _, no dot");
    }

    /**
     * Writes it.
     *
     * @param table the handler's table as it is written in the configuration
     * @param directory made if it is not there
     * @return the script
     */
    public static Path write(Language language, String name, String table, Path directory) throws IOException {
        if (nameProblem(name).isPresent()) {
            throw new IllegalArgumentException(name);
        }
        Path script = directory.resolve(name);
        Path sidecar = directory.resolve(name + ".toml");
        for (Path each : new Path[] {script, sidecar}) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(each.toString());
            }
        }
        NewFiles.directory(directory);
        Map<String, String> words = Map.of("NAME", name, "TABLE", table);
        NewFiles.write(sidecar, Template.fill("sidecar.toml", words));
        NewFiles.write(script, Template.fill(language.template, words));
        // Last: an agent that looks in this moment runs no half of a script.
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }
}

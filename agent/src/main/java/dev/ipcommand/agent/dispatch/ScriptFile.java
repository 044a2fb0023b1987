package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.CommandGrammar;
import dev.ipcommand.agent.system.FileTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a file may be run as a handler: named like a command, a regular file (no link), executable, and only its owner
 * can change it, who is root, the configuration's owner or the agent's user. The same holds for every directory above.
 *
 * <p><b>Threading.</b> Immutable: any thread.
 */
final class ScriptFile {
    private static final int ANY_EXECUTE = 0111;

    private final FileTrust trust;

    ScriptFile(FileTrust trust) {
        this.trust = trust;
    }

    /** Why a file is no handler, with the command that mends it; empty if it is one. Says nothing of its directory. */
    Optional<String> problem(Path file) {
        Path fileName = file.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        if (!CommandGrammar.isName(name) || name.indexOf('.') >= 0) {
            return Optional.of("its name is not a command's (a-z, then a-z 0-9 - _, up to 64, no dot)");
        }
        return trust.problem(file).or(() -> executeProblem(file));
    }

    private static Optional<String> executeProblem(Path file) {
        try {
            int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & ANY_EXECUTE) == 0 || !Files.isExecutable(file)
                    ? Optional.of("not executable; type: chmod 755 " + FileTrust.quoted(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    /** Why nothing in a directory may be run, with the command that mends it; empty if its files decide. */
    Optional<String> directoryProblem(Path directory) {
        return trust.directoryProblem(directory);
    }

    /** Everything at once, as it is right before a run. */
    Optional<String> problemNow(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return problem(file).or(() -> directory == null ? Optional.empty() : directoryProblem(directory));
    }
}

package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.command.CommandGrammar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file may be run as a handler: a regular file (no link), executable, written to by its owner alone, and that
 * owner is root or the agent's user.
 *
 * <p><b>Threading.</b> Immutable: any thread.
 */
final class ScriptFile {
    private static final int GROUP_OR_WORLD_WRITE = 0022;
    private static final int ANY_EXECUTE = 0111;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;

    private final int agentUid;

    ScriptFile(int agentUid) {
        this.agentUid = agentUid;
    }

    /** For the user this process runs as. */
    static ScriptFile forThisUser() throws IOException {
        return new ScriptFile((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** Why a file is no handler, with the command that mends it; empty if it is one. */
    Optional<String> problem(Path file) {
        Path fileName = file.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        if (name.endsWith(".toml")) {
            return Optional.of("not read yet: say who may call in [handler.NAME] of the configuration");
        }
        if (!CommandGrammar.isName(name) || name.indexOf('.') >= 0) {
            return Optional.of("its name is not a command's (a-z, then a-z 0-9 - _, up to 64, no dot)");
        }
        try {
            // One lstat for all of them: what is checked is one state of the file.
            Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
            return problem(file, number(attributes.get("mode")), number(attributes.get("uid")));
        } catch (NoSuchFileException e) {
            return Optional.of("it is gone");
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    private Optional<String> problem(Path file, int mode, int uid) {
        if ((mode & FILE_TYPE) != REGULAR) {
            return Optional.of("not a regular file: put the file itself there, not a link or a directory");
        }
        if (uid != 0 && uid != agentUid) {
            return Optional.of("owned by user " + uid + ", who could change it; type: chown root " + file);
        }
        if ((mode & GROUP_OR_WORLD_WRITE) != 0) {
            return Optional.of("others may write to it; type: chmod go-w " + file);
        }
        if ((mode & ANY_EXECUTE) == 0 || !Files.isExecutable(file)) {
            return Optional.of("not executable; type: chmod 755 " + file);
        }
        return Optional.empty();
    }

    private static int number(@Nullable Object attribute) {
        if (attribute instanceof Integer number) {
            return number;
        }
        throw new IllegalStateException("not a number: " + attribute);
    }
}

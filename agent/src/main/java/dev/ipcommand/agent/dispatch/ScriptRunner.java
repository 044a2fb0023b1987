package dev.ipcommand.agent.dispatch;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs a script, after another look at its file and the directories above: between two scans they may have changed.
 *
 * <p><b>Threading.</b> Any number of handler threads.
 */
final class ScriptRunner implements Runner {
    private static final System.Logger LOG = System.getLogger(ScriptRunner.class.getName());

    private final Path file;
    private final ScriptFile check;
    private final ScriptHost host;
    private final long memoryBytes;

    /** @param memoryBytes the address space of each of its processes; 0 = no limit */
    ScriptRunner(Path file, ScriptFile check, ScriptHost host, long memoryBytes) {
        this.file = file;
        this.check = check;
        this.host = host;
        this.memoryBytes = memoryBytes;
    }

    @Override
    public boolean isThere() {
        Optional<String> problem = check.problemNow(file);
        if (problem.isPresent() && host.mayLog()) {
            LOG.log(System.Logger.Level.WARNING, "not run: " + file + ": " + problem.get());
        }
        return problem.isEmpty();
    }

    /** Looks once more: to note that it runs may have taken the disk a while. */
    @Override
    public Reply run(Call call) throws IOException {
        return isThere()
                ? host.run(file, memoryBytes, call)
                : Reply.failure(CommandStatus.NOT_FOUND, Admission.NO_SUCH_COMMAND);
    }
}

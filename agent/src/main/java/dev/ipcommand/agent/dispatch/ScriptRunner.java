package dev.ipcommand.agent.dispatch;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs a script, after another look at its file: between two scans it may have changed.
 *
 * <p><b>Threading.</b> Any number of handler threads.
 */
final class ScriptRunner implements Runner {
    private static final System.Logger LOG = System.getLogger(ScriptRunner.class.getName());

    private final Path file;
    private final ScriptFile check;
    private final ScriptHost host;

    ScriptRunner(Path file, ScriptFile check, ScriptHost host) {
        this.file = file;
        this.check = check;
        this.host = host;
    }

    @Override
    public Reply run(Call call) throws IOException {
        Optional<String> problem = check.problem(file);
        if (problem.isPresent()) {
            if (host.mayLog()) {
                LOG.log(System.Logger.Level.WARNING, "not run: " + file + ": " + problem.get());
            }
            return Reply.failure(CommandStatus.NOT_FOUND, Admission.NO_SUCH_COMMAND);
        }
        return host.run(file, call);
    }
}

package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.system.DirectoryTree;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each run of a script its surroundings: a session, a clean environment, an empty directory that is removed
 * afterwards, and a mark by which everything it started is found.
 *
 * <p><b>Threading.</b> Any number of handler threads.
 */
final class ScriptHost {
    private static final System.Logger LOG = System.getLogger(ScriptHost.class.getName());
    private static final String PREFIX = "call-";
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path workDirectory;
    private final BooleanSupplier mayLog;
    private final ScriptTools tools;
    private final StderrSink stderr;
    /** Differs between two agents on one machine: each only finds its own. */
    private final String markPrefix = Long.toHexString(new SecureRandom().nextLong());

    private final AtomicLong calls = new AtomicLong();

    /** @param mayLog whether one more line about a handler may go to the log */
    ScriptHost(Path workDirectory, BooleanSupplier mayLog) {
        this(workDirectory, mayLog, ScriptTools.find());
    }

    ScriptHost(Path workDirectory, BooleanSupplier mayLog, ScriptTools tools) {
        this(workDirectory, mayLog, tools, StderrSink.LOG);
    }

    /** @param stderr gets what scripts write there, while lines about handlers may go to the log */
    ScriptHost(Path workDirectory, BooleanSupplier mayLog, ScriptTools tools, StderrSink stderr) {
        this.stderr = stderr;
        this.workDirectory = workDirectory;
        this.mayLog = mayLog;
        this.tools = tools;
    }

    /** Whether a script may be given a limit of memory on this machine. */
    boolean canLimitMemory() {
        return tools.prlimit().isPresent();
    }

    boolean mayLog() {
        return mayLog.getAsBoolean();
    }

    /**
     * Runs a file to its end.
     *
     * @param memoryBytes the address space of each of its processes; 0 = no limit
     * @throws IOException if it or its directory cannot be made
     */
    Reply run(Path file, long memoryBytes, Call call) throws IOException {
        Path directory = Files.createTempDirectory(workDirectory, PREFIX);
        try {
            String mark = markPrefix + "-" + calls.incrementAndGet();
            // setsid execs the file itself unless it leads a process group, which a child of ours never does: the
            // process's id is the file's, and that of its session and group.
            ProcessBuilder builder = new ProcessBuilder(tools.command(file, memoryBytes));
            builder.directory(directory.toFile());
            setEnvironment(builder.environment(), call, mark);
            Process process = start(builder, file);
            if (process == null) {
                return Reply.failure(CommandStatus.UNAVAILABLE, "cannot be started now");
            }
            return new ScriptProcess(process, new ProcessFamily(process.pid(), mark), call, mayLog, stderr).run();
        } finally {
            remove(directory);
        }
    }

    private @Nullable Process start(ProcessBuilder builder, Path file) {
        try {
            return builder.start();
        } catch (IOException e) {
            if (mayLog()) {
                LOG.log(System.Logger.Level.ERROR, "cannot start " + file + ": " + e.getMessage());
            }
            return null;
        }
    }

    private static void setEnvironment(Map<String, String> environment, Call call, String mark) {
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LANG", "C.UTF-8");
        environment.put("IPCOMMAND_NAME", call.name());
        environment.put("IPCOMMAND_ID", call.id().orElse(""));
        environment.put("IPCOMMAND_FORM", call.form().name().toLowerCase(Locale.ROOT));
        environment.put("IPCOMMAND_PRINCIPAL", call.principal());
        environment.put("IPCOMMAND_DEADLINE_MS", Long.toString(call.remaining().toMillis()));
        environment.put("IPCOMMAND_CALL", mark);
    }

    /** Removes what a run that was killed has left. */
    void removeLeftovers() throws IOException {
        if (!Files.isDirectory(workDirectory)) {
            return;
        }
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(workDirectory, PREFIX + "*")) {
            leftovers.forEach(ScriptHost::remove);
        }
    }

    /** Does not follow links; what cannot be removed is named and left. */
    static void remove(Path directory) {
        try {
            new DirectoryTree(directory).remove();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot be removed: " + directory + ": " + e.getMessage());
        }
    }
}

package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.ControlException;
import dev.ipcommand.agent.control.ControlOperations.Accepted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ipcommand send}: a message for the gateway, stored by the agent until it can leave. */
@Command(
        name = "send",
        description = {
            "Send a message of 1 to 1300 bytes to the gateway: a text, a file, or standard input.",
            "Returns when the message is on the disk; it leaves when the session is up, in order."
        })
final class SendCommand implements Callable<Integer> {
    /** The largest IP Command: a longer one would be cut or dropped on its way. */
    private static final int MAX_BYTES = 1300;

    private final CommandLineTool tool;
    private final Surroundings surroundings;

    @ArgGroup
    private @Nullable Source source;

    SendCommand(CommandLineTool tool, Surroundings surroundings) {
        this.tool = tool;
        this.surroundings = surroundings;
    }

    /** Where the message is; nothing of it = standard input. */
    static final class Source {
        @Option(names = "--text", paramLabel = "TEXT", description = "The message itself, sent as UTF-8.")
        private @Nullable String text;

        @Option(names = "--file", paramLabel = "FILE", description = "A file with the message; - = standard input.")
        private @Nullable Path file;
    }

    @Override
    public Integer call() {
        byte[] payload;
        try {
            payload = payload();
        } catch (IOException e) {
            return fail(ExitCode.USAGE, "the message cannot be read: " + e);
        }
        if (payload.length < 1) {
            return fail(ExitCode.USAGE, "invalid-argument: 0 bytes, a message has at least 1");
        } else if (payload.length > MAX_BYTES) {
            return fail(ExitCode.USAGE, "resource-exhausted: over the limit of " + MAX_BYTES + " bytes");
        }
        Optional<AgentConfig> config = surroundings.load(tool.config());
        if (config.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        try {
            return said(Surroundings.client(config.get()).send(payload));
        } catch (ControlException e) {
            return fail(ExitCode.FAILURE, String.valueOf(e.getMessage()));
        }
    }

    private int said(Accepted accepted) {
        return switch (accepted) {
            case DURABLE -> ExitCode.OK.number();
            case FULL -> fail(ExitCode.OUTBOX_FULL, "the outbox is full: 256 messages wait already, try again later");
            case FAILED -> fail(ExitCode.FAILURE, "the disk refused the message: see the agent's log");
        };
    }

    /** The message, or one byte more than is allowed of it. */
    private byte[] payload() throws IOException {
        if (source != null && source.text != null) {
            return source.text.getBytes(StandardCharsets.UTF_8);
        }
        if (source != null && source.file != null && !source.file.equals(Path.of("-"))) {
            try (InputStream in = Files.newInputStream(source.file)) {
                return in.readNBytes(MAX_BYTES + 1);
            }
        }
        return surroundings.in().readNBytes(MAX_BYTES + 1);
    }

    private int fail(ExitCode code, String what) {
        surroundings.err().println("ipcommand send: " + what);
        return code.number();
    }
}

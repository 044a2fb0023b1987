package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.ControlClient;
import dev.ipcommand.agent.control.ControlException;
import dev.ipcommand.agent.control.ModemDesk;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcommand modem record}: the AT traffic of the running agent, redacted, as a transcript that can become a test. */
@Command(
        name = "record",
        description = {
            "Copy the AT traffic of the running agent into FILE until the time is over or Ctrl-C is pressed.",
            "Identities, cells, addresses, payloads, PINs and passwords are replaced before anything leaves the agent;",
            "look through the file all the same before you pass it on."
        })
final class RecordCommand implements Callable<Integer> {
    private static final long BETWEEN_MILLIS = 250;
    private static final long PROGRESS_MILLIS = 5000;

    private final CommandLineTool tool;
    private final Surroundings surroundings;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);
    private long lines;
    private long dropped;

    @Parameters(paramLabel = "FILE", description = "The file to make; an existing one is never touched.")
    private Path file = Path.of("transcript.txt");

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Patience.class,
            description = "How long: 90s, 10m, 2h. Default: 60s.")
    private Duration time = Duration.ofSeconds(60);

    @Option(
            names = "--restart-session",
            description =
                    "Close and open the modem first, so that the file starts with the first byte. Interrupts service.")
    private boolean restart;

    RecordCommand(CommandLineTool tool, Surroundings surroundings) {
        this.tool = tool;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Optional<AgentConfig> config = surroundings.load(tool.config());
        if (config.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        boolean begun = false;
        try (Writer out = create()) {
            ControlClient agent = Surroundings.client(config.get());
            String version = agent.version();
            agent.startRecording(restart);
            begun = true;
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "record-end"));
            say("recording to " + file + " for " + time.toSeconds() + " s, Ctrl-C ends it earlier");
            out.write("# Recorded by ipcommand modem record of agent " + version + ", "
                    + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "; redacted\n");
            record(agent, out);
            finish(agent, out);
            return ExitCode.OK.number();
        } catch (FileAlreadyExistsException e) {
            say(file + " exists already and was not touched");
            return ExitCode.USAGE.number();
        } catch (ControlException e) {
            say(String.valueOf(e.getMessage()));
            if (!begun) {
                removeEmptyFile();
            }
        } catch (IOException e) {
            say(file + " cannot be written: " + e.getMessage());
        } finally {
            written.countDown();
        }
        return ExitCode.FAILURE.number();
    }

    /** We have just made it, and nothing is in it. */
    private void removeEmptyFile() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            say(file + " is empty and cannot be removed: " + e.getMessage());
        }
    }

    /** Ctrl-C ends the JVM: the rest is written before that. */
    private void end() {
        asked.countDown();
        await(written, 5000);
    }

    private static boolean await(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void record(ControlClient agent, Writer out) throws IOException {
        long start = System.nanoTime();
        long told = 0;
        boolean running = true;
        while (running && System.nanoTime() - start < time.toNanos() && !await(asked, BETWEEN_MILLIS)) {
            running = append(out, agent.recorded(false));
            long elapsed = Duration.ofNanos(System.nanoTime() - start).toMillis();
            if (elapsed - told >= PROGRESS_MILLIS) {
                told = elapsed;
                say(String.format(Locale.ROOT, "%d s, %d lines%s", elapsed / 1000, lines, lost()));
            }
        }
        if (!running) {
            say("the agent ended the recording: was it restarted?");
        }
    }

    private void finish(ControlClient agent, Writer out) throws IOException {
        long before;
        do {
            before = lines;
            append(out, agent.recorded(true));
        } while (lines > before);
        if (dropped > 0) {
            out.write("# " + dropped + " bytes could not be kept\n");
        }
        say(lines + " lines in " + file + lost());
    }

    private boolean append(Writer out, ModemDesk.Piece piece) throws IOException {
        for (String line : piece.lines()) {
            out.write(line + "\n");
            lines++;
        }
        dropped = Math.max(dropped, piece.dropped());
        return piece.running();
    }

    private String lost() {
        return dropped == 0 ? "" : ", " + dropped + " bytes dropped";
    }

    private Writer create() throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    }

    private void say(String what) {
        surroundings.err().println("ipcommand modem record: " + what);
    }
}

package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import dev.ipcommand.bench.stub.StubBench;
import dev.ipcommand.bench.stub.StubReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench stub}. */
@Command(
        name = "stub",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How fast the cloud stub is: commands a second, and from the POST until 'sent' and until the datagram is at",
            "the device. Sender, stub and devices share this machine; leave it alone meanwhile."
        },
        footer = {"", "Exit status: 0 nothing was refused, lost or out of order, 1 something was, 2 wrong usage."})
final class StubCli implements Callable<Integer> {
    @Option(names = "--commands", defaultValue = "5000", description = "default ${DEFAULT-VALUE}")
    private int commands;

    @Option(names = "--sims", defaultValue = "200", description = "at most 1000; default ${DEFAULT-VALUE}")
    private int sims;

    @Option(names = "--connections", defaultValue = "8", description = "at most --sims; default ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--pace", defaultValue = "200", description = "commands a second, then; default ${DEFAULT-VALUE}")
    private int pace;

    @Option(names = "--size", defaultValue = "64", description = "payload bytes, 64 to 1300; default ${DEFAULT-VALUE}")
    private int size;

    @Option(names = "--report", paramLabel = "FILE", description = "write a JSON report")
    private @Nullable Path file;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @Override
    public Integer call() {
        if (commands < 1
                || sims < 1
                || sims > 1000
                || connections < 1
                || connections > sims
                || pace < 1
                || size < 64
                || size > 1300) {
            err.println("stub: a number is out of its range, see 'bench stub --help'");
            return 2;
        }
        RigOptions options = RigOptions.NO_MODEM.with(
                new RigOptions.More(List.of("--sims", Integer.toString(sims)), List.of(), List.of()));
        try (Rig rig = Rig.create(Installation.find(), options, PortBlock.any())) {
            Runtime.getRuntime().addShutdownHook(new Thread(rig::close, "stub-close"));
            rig.startStub();
            StubBench.Load load = new StubBench.Load(commands, sims, connections, pace, size);
            StubReport report = new StubBench(rig, load, err::println).run();
            report.lines().forEach(out::println);
            if (file != null) {
                Files.writeString(file, report.json());
            }
            return report.passed() ? 0 : 1;
        } catch (IOException | ProcessException | ApiException | ExecutionException failed) {
            err.println("stub: " + failed.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}

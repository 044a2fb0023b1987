package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.process.Workplace;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rtt.RttBench;
import dev.ipcommand.bench.rtt.RttReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench rtt}. */
@Command(
        name = "rtt",
        mixinStandardHelpOptions = true,
        description = {
            "The agent beside a C recvfrom loop and a Python asyncio server, in turns of one run on loopback.",
            "Needs a C compiler; python3 if it is there. Leave the machine alone while it runs."
        },
        footer = {"", "Exit status: 0 every bar was met, 1 not every one, 2 wrong usage."})
final class RttCli implements Callable<Integer> {
    @Option(names = "--turns", defaultValue = "20", description = "of 500 round trips; default ${DEFAULT-VALUE}")
    private int turns;

    @Option(names = "--report", paramLabel = "FILE", description = "write a JSON report")
    private @Nullable Path file;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        try (PortBlock ports = PortBlock.any()) {
            Workplace place = Workplace.create("rtt");
            RttBench bench = new RttBench(
                    Installation.find(),
                    place.children(),
                    place.directory(),
                    new RttBench.Scale(ports.gateway(), Math.max(1, turns)),
                    out::println);
            RttReport report = bench.run();
            report.lines().forEach(out::println);
            if (file != null) {
                Files.writeString(file, report.json());
            }
            return report.passed() ? 0 : 1;
        } catch (IOException | ProcessException failed) {
            System.err.println("rtt: " + failed.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}

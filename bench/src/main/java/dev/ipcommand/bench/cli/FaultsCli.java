package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.faults.FaultsBench;
import dev.ipcommand.bench.faults.FaultsReport;
import dev.ipcommand.bench.faults.Scene;
import dev.ipcommand.bench.faults.Scenes;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench faults}. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Injects every fault of the simulated modem while commands travel; prints until it was noticed and until",
            "commands were answered again, median (minimum–maximum) in seconds, as a Markdown table."
        },
        footer = {"", "Exit status: 0 every promise was kept, 1 not every one, 2 wrong usage."})
final class FaultsCli implements Callable<Integer> {
    @Option(names = "--model", description = "bg96, ec25, sim7600, sim7080, generic; default: all")
    private List<String> models = new ArrayList<>();

    @Option(names = "--fault", description = "a scene by the beginning of its name; default: all but the ladder's")
    private List<String> names = new ArrayList<>();

    @Option(names = "--ladder", description = "also what only the recovery ladder ends, and a SIM with a PIN")
    private boolean ladder;

    @Option(names = "--ladder-scale", defaultValue = "60", description = "default ${DEFAULT-VALUE}")
    private int scale;

    @Option(names = "--runs", defaultValue = "3", description = "of each; default ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--parallel", defaultValue = "2", description = "rigs at a time; default ${DEFAULT-VALUE}")
    private int parallel;

    @Option(names = "--patience", defaultValue = "60s", description = "beyond the trouble's own time; ${DEFAULT-VALUE}")
    private Duration patience = Duration.ZERO;

    @Option(names = "--mixed", description = "200 payloads of mixed sizes up to 1300 bytes instead")
    private boolean mixed;

    @Option(names = "--out", paramLabel = "FILE", description = "write the table there too")
    private @Nullable Path file;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException {
        List<RigOptions> dialects = FaultsBench.DIALECTS.stream()
                .filter(rig -> models.isEmpty() || models.contains(rig.modem().word()))
                .toList();
        List<Scene> scenes = Scenes.all().stream().filter(this::wanted).toList();
        if (dialects.isEmpty() || scenes.isEmpty() || runs < 1 || parallel < 1 || scale < 1) {
            System.err.println("faults: nothing to do; models are " + FaultsBench.DIALECTS + ", scenes "
                    + Scenes.all().stream().map(Scene::name).toList());
            return 2;
        }
        FaultsBench.Plan plan = new FaultsBench.Plan(runs, parallel, patience, List.of(), scale);
        try (FaultsBench bench = new FaultsBench(Installation.find(), plan, FaultsCli::tell)) {
            Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "faults-close"));
            if (mixed) {
                List<String> findings = bench.mixed(dialects);
                findings.forEach(out::println);
                return findings.isEmpty() ? 0 : 1;
            }
            FaultsReport report = bench.run(dialects, scenes);
            report.lines().forEach(out::println);
            List<String> shortfalls = report.shortfalls();
            shortfalls.forEach(System.err::println);
            if (file != null) {
                Files.write(file, report.lines());
            }
            return shortfalls.isEmpty() ? 0 : 1;
        } catch (ProcessException | ApiException failed) {
            System.err.println("faults: " + failed.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void tell(String line) {
        System.err.println(line);
    }

    private boolean wanted(Scene scene) {
        if (names.isEmpty()) {
            return ladder || !scene.when().isApart();
        }
        return names.stream()
                .anyMatch(name -> scene.name().toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)));
    }
}

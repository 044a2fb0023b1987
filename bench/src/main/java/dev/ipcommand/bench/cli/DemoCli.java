package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.demo.Demo;
import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the whole loop on this machine, with neither modem nor account: cloud stub, simulated modem and agent",
            "as separate processes, one command and its answer, with times. Loopback only, no root."
        },
        footer = {"", "Exit status: 0 the answer came back, 1 it did not (with the cause), 2 wrong usage."})
final class DemoCli implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--once", description = "end after one command")
    private boolean once;

    @Option(names = "--modem", description = "none, bg96, sim7600 or sim7080; default bg96")
    private RigOptions.Modem modem = RigOptions.DEFAULT.modem();

    @Option(names = "--path", description = "embedded or interface; default embedded, with --modem none interface")
    private RigOptions.@Nullable DataPath path;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "use the ten ports from N on; default: the first free ten from 18080")
    private @Nullable Integer portBase;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @Override
    public Integer call() {
        RigOptions options = options();
        try {
            Installation installation = Installation.find();
            PortBlock ports = portBase == null ? PortBlock.any() : PortBlock.at(portBase);
            Rig rig = Rig.create(installation, options, ports);
            Thread closer = new Thread(rig::close, "demo-close");
            Runtime.getRuntime().addShutdownHook(closer);
            return run(rig, options);
        } catch (IOException | ProcessException | ApiException failed) {
            err.println("demo: " + failed.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** The shutdown hook closes the rig, whichever way this ends. */
    private int run(Rig rig, RigOptions options)
            throws IOException, ProcessException, ApiException, InterruptedException {
        out.println(
                "Modem " + options.modem().word() + ", path " + options.path().word() + ", ports "
                        + rig.ports().base() + " to " + rig.ports().webhook() + ".");
        Demo demo = new Demo(rig, out::println);
        boolean answered = demo.run();
        if (answered && !once) {
            demo.invite();
            out.flush();
            new CountDownLatch(1).await();
        }
        return answered ? 0 : 1;
    }

    private RigOptions options() {
        RigOptions.DataPath usual =
                modem == RigOptions.Modem.NONE ? RigOptions.DataPath.INTERFACE : RigOptions.DataPath.EMBEDDED;
        RigOptions.DataPath chosen = path == null ? usual : path;
        RigOptions options = new RigOptions(modem, chosen, "");
        if (!options.problem().isEmpty()) {
            throw new ParameterException(spec.commandLine(), options.problem());
        }
        return options;
    }
}

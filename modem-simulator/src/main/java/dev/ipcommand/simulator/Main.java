package dev.ipcommand.simulator;

import dev.ipcommand.simulator.core.Model;
import dev.ipcommand.simulator.core.Timing;
import dev.ipcommand.simulator.dialect.Models;
import dev.ipcommand.simulator.fault.FaultOrder;
import dev.ipcommand.simulator.fault.Variants;
import dev.ipcommand.simulator.network.Ipv4;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the simulator. */
@Command(
        name = "modem-simulator",
        mixinStandardHelpOptions = true,
        version = "modem-simulator 0.1.0",
        sortOptions = false,
        description = "A modem on a pseudo-terminal. Prints READY and the link's path when a DTE may open it.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:ended by a signal", "1:could not start", "2:wrong command line, or the link is a file"})
public final class Main implements Callable<Integer> {
    private static final long DEFAULT_SEED = 1;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Option(names = "--model", required = true, description = "bg96, ec25, sim7600, sim7080 or generic")
    private String model = "";

    @Option(names = "--link", required = true, description = "symbolic link to make, pointing to the pseudo-terminal")
    private Path link = Path.of("modem");

    @Option(names = "--iccid", defaultValue = "8988307000000000001", description = "default: ${DEFAULT-VALUE}")
    private String iccid = "";

    @Option(names = "--imei", defaultValue = "861107031234561", description = "default: ${DEFAULT-VALUE}")
    private String imei = "";

    @Option(names = "--network", description = "cloud-stub to attach to, for example http://127.0.0.1:8080")
    private @Nullable URI network;

    @Option(
            names = "--address",
            defaultValue = "127.64.0.23",
            description = "address without --network (${DEFAULT-VALUE})")
    private String address = "";

    @Option(names = "--control", description = "Unix socket to listen on: one JSON object a line")
    private @Nullable Path control;

    @Option(
            names = "--sim",
            defaultValue = "ready",
            description = "ready, absent, pin[:1234], puk, failure, busy; PUKs are 12345678; default: ${DEFAULT-VALUE}")
    private String sim = "";

    @Option(
            names = "--applet-minutes",
            description =
                    "the card takes its next IMSI, and is let in, after so long without a network; default: never")
    private int applet;

    @Option(
            names = "--time-scale",
            description = "divides waits of minutes: applet, F14, F15; default: ${DEFAULT-VALUE}")
    private int scale = 1;

    @Option(names = "--fault", description = "F1 to F22 or a name, with argument and delay: F2, F12:3, F6:never, F5@30")
    private List<String> faults = new ArrayList<>();

    @Option(names = "--variant", description = "framing: random, or key=value such as spacing=separate")
    private List<String> variants = new ArrayList<>();

    @Option(names = "--seed", description = "of everything random; default: ${DEFAULT-VALUE}")
    private long seed = DEFAULT_SEED;

    @Option(names = "--port-kind", description = "how the tty counts for URC routing: uart1 or usbat")
    private String portKind = "";

    @Option(names = "--baud", description = "paces the bytes; default: as fast as possible")
    private int baud;

    @Option(names = "--boot-ms", description = "from power to RDY; default: ${DEFAULT-VALUE}")
    private long boot = Timing.defaults().boot();

    @Option(names = "--search-ms", description = "from radio on to registered; default: ${DEFAULT-VALUE}")
    private long search = Timing.defaults().search();

    @Option(names = "--activate-ms", description = "to activate a context; default: ${DEFAULT-VALUE}")
    private long activate = Timing.defaults().activate();

    /** Runs until a signal. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() {
        SimulatorOptions options = options();
        PrintWriter err = new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
        try {
            Simulator simulator = new Simulator(options);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(simulator, err), "shutdown"));
            simulator.start();
            err.println("modem-simulator: " + options.model().name() + ", seed " + seed + ", "
                    + String.join(" ", options.variants().describe()));
            System.out.println("READY " + link);
            System.out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (java.nio.file.FileAlreadyExistsException e) {
            err.println("modem-simulator: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("modem-simulator: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            return 0;
        }
    }

    private static void end(Simulator simulator, PrintWriter err) {
        simulator.close();
        simulator.violations().latest().forEach(line -> err.println("modem-simulator: DTE violation: " + line));
        // The signal asked for this end: exit status 0, not 143.
        Runtime.getRuntime().halt(0);
    }

    private SimulatorOptions options() {
        Model found = Models.find(model.toLowerCase(Locale.ROOT))
                .orElseThrow(() ->
                        wrong("--model: " + model + " is not known, allowed: " + String.join(", ", Models.names())));
        require(iccid.matches("[0-9]{19,20}"), "--iccid: 19 or 20 digits are needed");
        require(imei.matches("[0-9]{15}"), "--imei: 15 digits are needed");
        require(Ipv4.isLiteral(address), "--address: " + address + " is no IPv4 address");
        require(baud == 0 || (baud >= 1200 && baud <= 4_000_000), "--baud: allowed are 1200 to 4000000");
        require(boot >= 0 && search >= 0 && activate >= 0, "--boot-ms, --search-ms, --activate-ms: 0 or more");
        require(
                network == null || (network.getHost() != null && "http".equals(network.getScheme())),
                "--network: an http:// address is needed");
        require(applet >= 0 && applet <= 1440, "--applet-minutes: allowed are 0 to 1440");
        require(scale >= 1 && scale <= 10_000, "--time-scale: allowed are 1 to 10000");
        require(
                sim.matches("ready|absent|puk|failure|busy|pin(:[0-9]{4,8})?"),
                "--sim: allowed are ready, absent, pin, pin:1234, puk, failure, busy");
        return new SimulatorOptions(
                wired(found),
                link,
                iccid,
                imei,
                Optional.ofNullable(network),
                address,
                Optional.ofNullable(control),
                orders(),
                framing(found),
                new Timing(boot, search, activate, applet * 60_000L, scale),
                seed,
                baud,
                sim);
    }

    private Model wired(Model found) {
        return switch (portKind) {
            case "" -> found;
            case "uart1" -> found.on(Model.PortKind.UART1);
            case "usbat" -> found.on(Model.PortKind.USBAT);
            default -> throw wrong("--port-kind: " + portKind + " is not known, allowed: uart1, usbat");
        };
    }

    private List<FaultOrder> orders() {
        try {
            return faults.stream()
                    .map(text -> FaultOrder.parse(text, FaultOrder.COMMAND_LINE_DELAY))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw wrong("--fault: " + e.getMessage());
        }
    }

    private Variants framing(Model found) {
        Variants framing = new Variants(found.habits().toArray(new String[0]));
        try {
            for (String variant : variants) {
                if (variant.equals("random")) {
                    framing.shuffle(new Random(seed));
                } else {
                    framing.set(variant);
                }
            }
        } catch (IllegalArgumentException e) {
            throw wrong("--variant: " + e.getMessage());
        }
        return framing;
    }

    private void require(boolean sound, String otherwise) {
        if (!sound) {
            throw wrong(otherwise);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }
}

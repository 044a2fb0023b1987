package dev.ipcommand.bench.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.HttpCommandApi;
import dev.ipcommand.bench.api.Pace;
import dev.ipcommand.bench.api.StubConsole;
import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.process.ProcessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stub, simulator and agent on this machine, on loopback addresses alone.
 *
 * <p><b>Threading.</b> One thread drives it; {@link #close} may come from a shutdown hook at any time. Closing ends
 * every process and removes every file.
 */
public final class Rig implements AutoCloseable {
    /** The first Sim of every stub. */
    public static final String ICCID = "8988307000000000001";

    /** The gateway's address, which stands for 100.64.0.1. */
    public static final String GATEWAY = "127.64.0.1";

    private static final Duration READY = Duration.ofSeconds(60);

    private final Installation installation;
    private final RigOptions options;
    private final PortBlock ports;
    private final PrivateDirectory directory;
    private final Children children;
    private final AgentFiles files;
    private final Account account = Account.random();
    private @Nullable Child stub;
    private @Nullable Child simulator;
    private @Nullable Child agent;

    private Rig(Installation installation, RigOptions options, PortBlock ports, PrivateDirectory directory) {
        this.installation = installation;
        this.options = options;
        this.ports = ports;
        this.directory = directory;
        this.children = new Children(directory.path());
        this.files = new AgentFiles(directory.path());
    }

    /** A rig with nothing running yet. It owns the ports from now on. */
    public static Rig create(Installation installation, RigOptions options, PortBlock ports) throws IOException {
        return new Rig(installation, options, ports, PrivateDirectory.create("ipcommand-"));
    }

    /** Starts everything, in the order that needs no second try. */
    public void start() throws IOException, ProcessException, ApiException, InterruptedException {
        startStub();
        if (hasModem()) {
            startSimulator();
        }
        writeConfiguration();
        startAgent();
    }

    /** Starts the stub and puts the Sim where this rig expects it. */
    public void startStub() throws IOException, ProcessException, ApiException, InterruptedException {
        Child started = children.start(
                "stub",
                installation.command(
                        "cloud-stub",
                        and(
                                options.more().stub(),
                                "--http",
                                "127.0.0.1:" + ports.http(),
                                "--gateway",
                                GATEWAY + ":" + ports.gateway(),
                                "--account-sid",
                                account.sid(),
                                "--ip-commands-url",
                                "http://127.0.0.1:" + ports.webhook() + "/ip-commands")),
                Map.of("CLOUD_STUB_AUTH_TOKEN", account.token()));
        stub = started;
        started.awaitLine("READY", READY);
        if (options.path() == RigOptions.DataPath.INTERFACE) {
            boolean byHand = options.modem() == RigOptions.Modem.NONE;
            console().network(ICCID, byHand, ports.deviceAddress());
        }
    }

    /** Starts the modem. */
    public void startSimulator() throws IOException, ProcessException, InterruptedException {
        startSimulator(List.of());
    }

    /** Starts the modem with arguments for this time. */
    public void startSimulator(List<String> now) throws IOException, ProcessException, InterruptedException {
        Child started = children.start(
                "simulator",
                installation.command(
                        "modem-simulator",
                        and(
                                Stream.concat(options.more().simulator().stream(), now.stream())
                                        .toList(),
                                "--model",
                                options.modem().word(),
                                "--link",
                                tty().toString(),
                                "--iccid",
                                ICCID,
                                "--imei",
                                imei(),
                                "--control",
                                simulatorControl().toString(),
                                "--network",
                                baseUrl().toString())),
                Map.of());
        simulator = started;
        started.awaitLine("READY", READY);
    }

    /**
     * Each rig's own: a killed simulator leaves its link, and the terminal that it points to may become another rig's modem.
     * The agent tells them apart.
     */
    private String imei() {
        return String.format(Locale.ROOT, "86110703%07d", baseUrl().getPort());
    }

    /** Writes the agent's configuration and its scripts. */
    public void writeConfiguration() throws IOException {
        files.write(options, ports, tty(), installation.root().resolve("examples/handlers/checkin"));
    }

    /** Starts the agent and waits until it listens. */
    public void startAgent() throws IOException, ProcessException, InterruptedException {
        launchAgent().awaitLine("READY", READY);
    }

    /** Starts the agent without waiting. */
    public Child launchAgent() throws IOException {
        Child started = children.start(
                "agent",
                installation.command(
                        "ipcommand", "run", "--config", files.configuration().toString()),
                javaOptions());
        agent = started;
        return started;
    }

    /** The JVM's own variable: bin/ipcommand needs no other way for options. */
    private Map<String, String> javaOptions() {
        List<String> java = options.more().java();
        return java.isEmpty() ? Map.of() : Map.of("JDK_JAVA_OPTIONS", String.join(" ", java));
    }

    private static List<String> and(List<String> more, String... usual) {
        return Stream.concat(Stream.of(usual), more.stream()).toList();
    }

    /** Another process of this rig, for example a second agent. */
    public Child launch(String name, String launcher, String... arguments) throws IOException {
        return children.start(name, installation.command(launcher, arguments), Map.of());
    }

    public Child stub() {
        return running(stub);
    }

    public Child simulator() {
        return running(simulator);
    }

    public Child agent() {
        return running(agent);
    }

    private static Child running(@Nullable Child child) {
        if (child == null) {
            throw new IllegalStateException("not started");
        }
        return child;
    }

    /** A new client of the API. */
    public HttpCommandApi api() {
        return new HttpCommandApi(baseUrl(), account.authentication(), Pace.ofTheMachine());
    }

    /** The stub's bench interface. */
    public StubConsole console() {
        return new StubConsole(baseUrl(), Pace.ofTheMachine());
    }

    /** The SID of the Sim. */
    public String sim() throws ApiException, InterruptedException {
        return api().simByIccid(ICCID);
    }

    /** The agent's {@code status --json}. */
    public JsonNode agentStatus() throws IOException, InterruptedException, ProcessException {
        Child status = launch(
                "status",
                "ipcommand",
                "status",
                "--config",
                files.configuration().toString(),
                "--json");
        Optional<Integer> exit = status.awaitExit(Duration.ofSeconds(15));
        if (exit.isEmpty() || exit.get() != 0) {
            status.stop(Duration.ZERO);
            throw new ProcessException("ipcommand status ended with "
                    + exit.map(String::valueOf).orElse("nothing in 15 s") + status.lastLines());
        }
        return new ObjectMapper().readTree(Files.readAllBytes(directory.path().resolve("status.out")));
    }

    /** Whether a modem is simulated. */
    public boolean hasModem() {
        return options.modem() != RigOptions.Modem.NONE;
    }

    /** The last lines of every process that was started, for a person who looks for the cause. */
    public String lastLines() {
        StringBuilder lines = new StringBuilder();
        for (Child child : new Child[] {stub, simulator, agent}) {
            if (child != null) {
                lines.append(child.lastLines());
            }
        }
        return lines.toString();
    }

    /** The logs of the processes that run, in the order of their start. */
    public List<Path> logs() {
        return Stream.of(Optional.ofNullable(stub), Optional.ofNullable(simulator), Optional.ofNullable(agent))
                .flatMap(Optional::stream)
                .map(Child::log)
                .toList();
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + ports.http());
    }

    public PortBlock ports() {
        return ports;
    }

    public AgentFiles files() {
        return files;
    }

    /** Shell assignments a person needs to use the API by hand; the account lives as long as the rig. */
    public String credentials() {
        return account.sid() + ":" + account.token();
    }

    /** The simulator's control socket. */
    public Path simulatorControl() {
        return directory.path().resolve("modem.sock");
    }

    private Path tty() {
        return directory.path().resolve("modem");
    }

    @Override
    public void close() {
        children.close();
        ports.close();
        try {
            directory.close();
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }
}

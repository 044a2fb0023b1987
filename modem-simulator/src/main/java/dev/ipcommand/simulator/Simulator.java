package dev.ipcommand.simulator;

import dev.ipcommand.simulator.at.PacedOutput;
import dev.ipcommand.simulator.control.ControlServer;
import dev.ipcommand.simulator.control.ModemControl;
import dev.ipcommand.simulator.core.Mischief;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.SimCard;
import dev.ipcommand.simulator.dialect.Models;
import dev.ipcommand.simulator.fault.Faults;
import dev.ipcommand.simulator.fault.Violations;
import dev.ipcommand.simulator.network.FixedNetwork;
import dev.ipcommand.simulator.network.NioUdpStack;
import dev.ipcommand.simulator.network.PacketNetwork;
import dev.ipcommand.simulator.network.StubNetwork;
import dev.ipcommand.simulator.pty.PortLink;
import dev.ipcommand.simulator.time.RealTimeline;
import java.io.IOException;
import java.util.Random;

/**
 * A running simulator: the modem, its port, its network and its control socket, wired by constructors.
 *
 * <p><b>Threading.</b> {@link #start} and {@link #close} may be called from any thread, once each.
 */
public final class Simulator implements AutoCloseable {
    private final SimulatorOptions options;
    private final RealTimeline timeline;
    private final Violations violations = new Violations();
    private final SerialPort port;
    private final PacketNetwork network;
    private final NioUdpStack sockets;
    private final Modem modem;
    private final ModemControl control;
    private final PacedOutput output;
    private final ControlServer server;

    /** Makes everything; nothing is seen from outside until {@link #start}. */
    public Simulator(SimulatorOptions options) throws IOException {
        this.options = options;
        // What may refuse comes before what has a thread.
        PortLink link = new PortLink(options.link());
        ControlServer.refuseOthers(options.control());
        timeline = new RealTimeline();
        Faults faults = new Faults();
        Random random = new Random(options.seed());
        port = new SerialPort(link, timeline);
        output = new PacedOutput(port::write, timeline, faults, random, options.baud());
        network = options.network()
                .<PacketNetwork>map(base -> new StubNetwork(base, options.iccid()))
                .orElseGet(() -> new FixedNetwork(options.address()));
        sockets = new NioUdpStack();
        SimCard sim = new SimCard(options.iccid(), violations);
        modem = new Modem(new Modem.Parts(
                options.model(),
                options.timing(),
                options.variants(),
                faults,
                violations,
                timeline,
                network,
                sockets,
                sim,
                options.imei(),
                random,
                output));
        Models.install(modem);
        control = new ModemControl(modem, new Mischief(modem, port::hangup), port::hangup, port::path, output);
        port.connect(modem);
        server = new ControlServer(options.control(), control, timeline);
    }

    /** Powers the modem up and shows its port under the link. */
    public void start() throws IOException {
        server.start();
        timeline.execute(() -> {
            control.sim(options.sim());
            options.faults().forEach(control::order);
            modem.start();
        });
        port.open();
    }

    /** What the DTE did wrong so far. */
    public Violations violations() {
        return violations;
    }

    /** Ends everything within 5 s and leaves neither link nor socket behind. */
    @Override
    public void close() {
        server.close();
        port.close();
        timeline.close();
        network.close();
        sockets.close();
    }
}

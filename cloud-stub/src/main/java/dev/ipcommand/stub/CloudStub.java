package dev.ipcommand.stub;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.account.SimLifeCycle;
import dev.ipcommand.stub.api.AccessTokens;
import dev.ipcommand.stub.api.HttpFront;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.command.CommandStore;
import dev.ipcommand.stub.command.MobileOriginated;
import dev.ipcommand.stub.command.MobileTerminated;
import dev.ipcommand.stub.command.Sids;
import dev.ipcommand.stub.control.BenchControl;
import dev.ipcommand.stub.control.ConsoleCommands;
import dev.ipcommand.stub.control.ConsolePages;
import dev.ipcommand.stub.control.PlatformClock;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.event.Journal;
import dev.ipcommand.stub.fault.Faults;
import dev.ipcommand.stub.network.AirLink;
import dev.ipcommand.stub.network.Attachment;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.network.Gateway;
import dev.ipcommand.stub.network.PacketNetwork;
import dev.ipcommand.stub.tls.ServerIdentity;
import dev.ipcommand.stub.webhook.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A running stub: everything wired together by constructors. {@link #start} serves, {@link #close} ends every thread and
 * releases both ports.
 *
 * <p>Threads: {@code http-…}, {@code gateway-rx}, {@code mt-worker}, {@code air}, {@code webhook…} (from the first callback
 * on) and {@code journal} (if asked for).
 */
public final class CloudStub implements AutoCloseable {
    /** IPv4 and UDP: a datagram's share of the data a Sim uses beside its payload. */
    private static final int HEADERS = 28;

    private final StubSettings settings;
    private final PlatformClock clock;
    private final EventBus events;
    private final CommandStore store;
    private final PacketNetwork network;
    private final SimLifeCycle sims;
    private final AirLink air;
    private final MobileOriginated mobileOriginated;
    private final Gateway gateway;
    private final HttpFront http;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private CloudStub(StubSettings settings, InstantSource time) throws IOException {
        this.settings = settings;
        this.clock = new PlatformClock(time);
        this.events = new EventBus(clock);
        this.store = new CommandStore(clock, CommandStore.Bounds.DEFAULT);
        Directory directory = new Directory(settings.world);
        Faults faults = new Faults();
        settings.faults.forEach(faults::add);
        String gatewayAddress = settings.gateway.getAddress().getHostAddress();
        this.network = new PacketNetwork(clock, clock::nanos, events, gatewayAddress);
        try {
            openJournal();
            place(network, settings);
            Webhooks webhooks = keep(new Webhooks(clock, events, settings.callbacks()));
            this.air = keep(new AirLink(network, events, settings.seed, clock::nanos));
            ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "mt-worker"));
            parts.push(worker::shutdownNow);
            Sids sids = new Sids();
            this.sims = new SimLifeCycle(new SimLifeCycle.Platform(directory, clock, events, webhooks), worker);
            var platform =
                    new MobileTerminated.Platform(clock, directory, store, events, webhooks, faults, settings.switches);
            var radio = new MobileTerminated.Radio(network, air, this::send);
            this.mobileOriginated = new MobileOriginated(platform, radio, sids);
            this.gateway = keep(new Gateway(settings.gateway, this::receive));
            MobileTerminated mobileTerminated = new MobileTerminated(platform, radio, sids, worker);
            var bench = new BenchControl.Bench(clock, directory, network, air, faults, webhooks, events);
            this.http = keep(front(platform, mobileTerminated, new BenchControl(bench, this::health)));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private HttpFront front(MobileTerminated.Platform platform, MobileTerminated mobileTerminated, BenchControl bench) {
        var backend = new HttpFront.Backend(
                settings.dialect,
                clock,
                platform.directory(),
                store,
                mobileTerminated,
                platform.faults(),
                new AccessTokens(clock, settings.tokenLifetime, events),
                sims,
                sim -> Optional.of(network.of(sim)).filter(Attachment::attached).flatMap(Attachment::deviceIp));
        var reach = new HttpFront.Reach(
                settings.authority.map(ServerIdentity::new), settings.handshakePatience, settings.publicBase);
        var console = new ConsoleCommands(platform.directory(), store, mobileTerminated, events);
        return new HttpFront(settings.http, reach, backend, routes -> {
            bench.addTo(routes);
            console.addTo(routes);
            new ConsolePages().addTo(routes);
        });
    }

    /**
     * Starts a stub; when this returns, it serves.
     *
     * @throws java.net.SocketException if the gateway address cannot be had
     * @throws RuntimeException if the HTTP port cannot be had
     */
    public static CloudStub start(StubSettings settings, InstantSource time) throws IOException {
        CloudStub stub = new CloudStub(settings, time);
        try {
            stub.air.start();
            stub.http.start();
            stub.gateway.start();
            return stub;
        } catch (RuntimeException e) {
            stub.close();
            throw e;
        }
    }

    /** Sims with an address of their own first; the rest in their order, so that addresses are equal at each start. */
    private static void place(PacketNetwork network, StubSettings settings) {
        settings.networkAtStart.forEach((sim, change) -> {
            if (change.deviceIp().isPresent()) {
                network.change(sim, change);
            }
        });
        for (Sim sim : settings.world.sims()) {
            network.change(sim.sid(), settings.networkOfAll);
            network.change(sim.sid(), settings.networkAtStart.getOrDefault(sim.sid(), Change.NONE));
        }
    }

    private void openJournal() throws IOException {
        if (settings.journal.isPresent()) {
            parts.push(new Journal(settings.journal.get(), events, event -> Json.text(event.fields())));
        }
    }

    private void send(String address, int port, byte[] payload) throws IOException {
        gateway.send(address, port, payload);
        network.simAt(address).ifPresent(sim -> sims.countData(sim, payload.length + HEADERS));
    }

    private void receive(InetAddress source, int port, byte[] payload) {
        mobileOriginated.receive(source, port, payload);
        network.simAt(source.getHostAddress()).ifPresent(sim -> sims.countData(sim, payload.length + HEADERS));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** Where the API is, without a slash at the end. */
    public String url() {
        String host = settings.http.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + http.port();
    }

    /** Where devices send to. */
    public InetSocketAddress gateway() {
        return gateway.address();
    }

    private Map<String, Object> health() {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", "ok");
        health.put("http", url());
        InetSocketAddress address = gateway();
        health.put("gateway", address.getAddress().getHostAddress() + ":" + address.getPort());
        health.put(
                "account_sid",
                settings.world.accounts().stream().map(Account::sid).findFirst().orElse(""));
        health.put("dialect", settings.dialect.name().toLowerCase(java.util.Locale.ROOT));
        health.put("now", clock.instant().toString());
        health.put("commands", store.size());
        health.put("datagrams_received", mobileOriginated.received());
        health.put("datagrams_dropped", mobileOriginated.dropped());
        health.put("datagrams_under_way", air.underWay());
        health.put("gateway_receive_buffer", gateway.receiveBuffer());
        gateway.overflowed().ifPresent(count -> health.put("gateway_overflowed", count));
        health.put("last_event", events.lastSequence());
        return health;
    }

    /** Ends in at most 4 s: event streams first, then the servers, then what they fed. */
    @Override
    public void close() {
        events.close();
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.getLogger(CloudStub.class.getName()).log(System.Logger.Level.WARNING, "closing: {0}", e);
            }
        }
    }
}

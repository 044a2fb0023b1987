package dev.ipcommand.agent;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.MultiImsi;
import dev.ipcommand.agent.control.AgentVersion;
import dev.ipcommand.agent.control.ControlOperations;
import dev.ipcommand.agent.control.ControlServer;
import dev.ipcommand.agent.control.ModemDesk;
import dev.ipcommand.agent.control.StatusReport;
import dev.ipcommand.agent.dispatch.CommandCounters;
import dev.ipcommand.agent.dispatch.DispatchClock;
import dev.ipcommand.agent.dispatch.Dispatcher;
import dev.ipcommand.agent.dispatch.DispatcherPorts;
import dev.ipcommand.agent.dispatch.DispatcherSettings;
import dev.ipcommand.agent.dispatch.HandlerRegistry;
import dev.ipcommand.agent.journal.CommandJournal;
import dev.ipcommand.agent.journal.JournalThread;
import dev.ipcommand.agent.journal.Outbox;
import dev.ipcommand.agent.link.DatagramLink;
import dev.ipcommand.agent.link.ModemPower;
import dev.ipcommand.agent.link.ModemView;
import dev.ipcommand.agent.link.ResetLog;
import dev.ipcommand.agent.link.SessionWork;
import dev.ipcommand.agent.link.Transport;
import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.outage.OutageLog;
import dev.ipcommand.agent.restart.AgentRestart;
import dev.ipcommand.agent.restart.DeviceReboot;
import dev.ipcommand.agent.restart.ModemRestart;
import dev.ipcommand.agent.restart.RestartKind;
import dev.ipcommand.agent.restart.RestartPower;
import dev.ipcommand.agent.restart.Restarts;
import dev.ipcommand.agent.security.VerificationKey;
import dev.ipcommand.agent.session.LadderTimes;
import dev.ipcommand.agent.session.OutageRecorder;
import dev.ipcommand.agent.session.Phase;
import dev.ipcommand.agent.session.RecoveryLadder;
import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.SessionStatus;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.connection.ModemConnection;
import dev.ipcommand.modem.gpio.GpioBoard;
import dev.ipcommand.modem.trace.TrafficRecorder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The daemon, put together by constructors.
 *
 * <p><b>Threading.</b> {@link #start} and {@link #close} are called once each; {@code close} ends within 5 s.
 */
final class Agent implements ControlOperations, AutoCloseable {
    private static final Logger LOG = System.getLogger("agent");

    /** A system property for measurements: all waits of the ladder but boot times are divided by it. */
    private static final String LADDER_SCALE = "ipcommand.ladder.scale";

    private final AgentConfig config;
    private final Clock clock = Clock.systemUTC();
    private final Instant startedAt;
    private final Consumer<String> announce;
    private final AtomicBoolean announced = new AtomicBoolean();
    private final WorkDirectory workDirectory;
    private final JournalThread journalThread = new JournalThread();
    private final Outbox outbox;
    private final CommandJournal journal;
    private final OutageLog outages;
    private final SignedCommands signed;
    private final Dispatcher dispatcher;
    private final Transport transport;
    private final ModemPower power;
    private final SessionWork work;
    private final SessionLoop session;
    private final Restarts restarts;
    private final BuiltIns builtIns;
    private final TrafficRecorder recorder = ModemConnection.recorder();
    private final OperatorDesk desk;
    private final ControlServer control;

    private Agent(AgentConfig config, Map<String, VerificationKey> keys, Consumer<String> announce, Runnable exit)
            throws IOException {
        this.config = config;
        this.announce = announce;
        this.startedAt = clock.instant();
        this.workDirectory = WorkDirectory.fresh(config.control().socket());
        Path state = config.state().directory();
        this.outbox = Outbox.open(state, clock, this::messageWaiting, journalThread);
        this.journal = CommandJournal.open(state, config.signed().maxAge(), new AbortedAnswers(config), journalThread);
        this.outages = OutageLog.open(state, journalThread);
        OutboxSource messages = new OutboxSource(outbox);
        this.signed = SignedCommands.with(config, keys, journal, this::iccid);
        HandlerRegistry registry = new HandlerRegistry(config.handlerPolicies());
        LateReplies replies = new LateReplies();
        this.dispatcher = new Dispatcher(
                DispatcherSettings.of(config, workDirectory.path()),
                registry,
                new DispatcherPorts(replies, messages, journal, signed.verifier(), DispatchClock.SYSTEM));
        this.transport = new Transport(
                dispatcher::dispatch, messages, config.session().probe(), this::linkLost, this::contextLost);
        replies.goTo(transport);
        ResetLog resets = ResetLog.open(state, clock);
        this.power = BoardPower.of(config, new GpioBoard());
        this.work = new SessionWork(
                config,
                SerialModemSource.of(config, recorder),
                new SessionWork.Rescue(power, resets),
                transport,
                this::modemSaid);
        this.session =
                new SessionLoop(work, clock, !config.modem().isNone(), recovery(resets, outages), this::listening);
        this.desk = new OperatorDesk(
                new PresentSession(work, session, transport),
                recorder,
                !config.modem().isNone());
        this.restarts = new Restarts(state, restartPowers(exit), journal, replies, clock);
        this.builtIns = BuiltIns.register(registry, config, this::statusLine, work::view);
        for (RestartKind kind : RestartKind.values()) {
            registry.addRestarting(kind.command(), restarts.handler(kind));
        }
        this.control = ControlServer.start(config.control().socket(), this);
    }

    /**
     * Builds it; nothing runs yet but the control socket.
     *
     * @param keys by key id: who may sign commands
     * @param announce gets {@code READY address:port} when it listens for the first time
     * @param exit ends the process with {@link AgentRestart#EXIT_STATUS}
     * @throws IOException if state directory, run-time directory or control socket cannot be used
     */
    static Agent create(AgentConfig config, Map<String, VerificationKey> keys, Consumer<String> announce, Runnable exit)
            throws IOException {
        return new Agent(config, keys, announce, exit);
    }

    private Map<RestartKind, RestartPower> restartPowers(Runnable exit) {
        Map<RestartKind, RestartPower> powers = new EnumMap<>(RestartKind.class);
        powers.put(RestartKind.REBOOT, new DeviceReboot(settingsOf(RestartKind.REBOOT)));
        powers.put(RestartKind.AGENT, new AgentRestart(settingsOf(RestartKind.AGENT), System.getenv(), exit));
        if (!config.modem().isNone()) {
            SessionEvent asked = SessionEvent.of(Trigger.RESTART_ASKED, "restart-modem");
            powers.put(RestartKind.MODEM, new ModemRestart(() -> session.post(asked), work::reboots));
        }
        return powers;
    }

    private Map<String, String> settingsOf(RestartKind kind) {
        HandlerPolicy policy = config.handlerPolicies().get(kind.command());
        return policy == null ? Map.of() : policy.settings();
    }

    /**
     * Starts every thread; returns at once.
     *
     * @throws IOException if scripts cannot be run on this machine
     */
    void start() throws IOException {
        LOG.log(
                Level.INFO,
                "agent {0} on {1}, modem {2}, port {3}",
                AgentVersion.current(),
                config.device().name(),
                config.modem().port(),
                String.valueOf(config.listener().port()));
        builtIns.start();
        dispatcher.start();
        dispatcher.warmUp();
        signed.warmUp();
        transport.start();
        session.start();
    }

    private SessionLoop.Recovery recovery(ResetLog resets, OutageRecorder outages) {
        LadderTimes times = LadderTimes.of(config.sim().multiImsi() != MultiImsi.NO)
                .scaledBy(Math.max(1, Integer.getInteger(LADDER_SCALE, 1)));
        RecoveryLadder ladder =
                new RecoveryLadder(times, work::bootTime, power.isAvailable(), new SecureRandom()::nextDouble);
        ladder.remember(resets.agesOfResets());
        return new SessionLoop.Recovery(ladder, outages);
    }

    private void listening(SessionStatus status) {
        if (announced.compareAndSet(false, true)) {
            announce.accept("READY " + listeningOn(status));
        }
        restarts.listening();
    }

    private String listeningOn(SessionStatus status) {
        return status.address()
                .map(address ->
                        address.getHostAddress() + ":" + config.listener().port())
                .orElse("");
    }

    private void messageWaiting() {
        transport.messageWaiting();
    }

    private void linkLost(DatagramLink link, String why) {
        session.post(SessionEvent.of(Trigger.LINK_LOST, why));
    }

    private void contextLost(DatagramLink link, String why) {
        session.post(SessionEvent.of(Trigger.CONTEXT_LOST, why));
    }

    private String linkWarning() {
        return Stream.of(work.linkWarning(), transport.probeWarning())
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining("; also: "));
    }

    private void modemSaid(ModemEvent event) {
        Trigger trigger =
                switch (event.kind()) {
                    case REGISTERED -> Trigger.REGISTERED;
                    case REGISTRATION_LOST -> Trigger.REGISTRATION_LOST;
                    case CONTEXT_LOST -> Trigger.CONTEXT_LOST;
                    case ENDPOINT_LOST -> Trigger.LINK_LOST;
                    case SIM_NOT_READY -> Trigger.SIM_PENDING;
                    case SIM_READY -> Trigger.SIM_READY;
                    case REBOOTED -> Trigger.REBOOTED;
                    // While datagrams can still flow past the AT port, service is not cut.
                    case POWERED_DOWN, PORT_LOST, DEAF ->
                        transport.path().equals("interface") ? Trigger.CONTROL_LOST : Trigger.PORT_LOST;
                };
        if (trigger == Trigger.CONTROL_LOST) {
            // No change of state will tell it.
            LOG.log(Level.WARNING, "the AT port is lost, datagrams still flow: {0}", event.detail());
        }
        session.post(SessionEvent.of(trigger, event.detail()));
    }

    private String iccid() {
        return work.view().iccid();
    }

    private String statusLine() {
        SessionStatus now = session.status();
        return now.phase() + " since " + now.since();
    }

    @Override
    public ModemDesk desk() {
        return desk;
    }

    @Override
    public StatusReport status() {
        SessionStatus now = session.status();
        ModemView modem = work.view();
        boolean listening = now.phase() == Phase.LISTENING;
        return new StatusReport(
                AgentVersion.current(),
                startedAt.toString(),
                new StatusReport.Session(
                        now.phase().name(),
                        now.since().toString(),
                        now.because(),
                        now.phase().waitsFor(),
                        session.nextTry().map(Instant::toString).orElse(""),
                        now.address().map(address -> address.getHostAddress()).orElse("")),
                recovery(),
                new StatusReport.Link(
                        listening ? transport.path() : "",
                        listening ? listeningOn(now) : "",
                        transport.isVerified(),
                        linkWarning()),
                new StatusReport.Modem(
                        modem.model(), modem.driver(), config.modem().port(), modem.registration(), modem.rssiDbm()),
                counters(),
                new StatusReport.Handlers(dispatcher.abandonedCalls(), dispatcher.isRestartNeeded()),
                refusals(),
                outbox.size(),
                recent());
    }

    private StatusReport.Recovery recovery() {
        return session.nextRung()
                .map(next -> new StatusReport.Recovery(
                        "rung " + next.rung().number() + ": " + next.rung().action(),
                        next.at().toString(),
                        session.isAlarming(),
                        session.resetsOfADay()))
                .orElse(new StatusReport.Recovery("", "", session.isAlarming(), session.resetsOfADay()));
    }

    private StatusReport.Counters counters() {
        CommandCounters.Snapshot counted = dispatcher.counters().snapshot();
        return new StatusReport.Counters(
                counted.received(),
                counted.handled(),
                counted.repeated(),
                counted.rejected(),
                counted.dropped(),
                counted.inFlight());
    }

    private Map<String, Long> refusals() {
        Map<String, Long> byCause = new TreeMap<>();
        dispatcher.counters().refusals().forEach((cause, count) -> byCause.put(cause.wireName(), count));
        return byCause;
    }

    private List<StatusReport.Command> recent() {
        return dispatcher.recent().snapshot().stream()
                .map(trace -> new StatusReport.Command(
                        trace.name(),
                        trace.status(),
                        trace.receivedMillis(),
                        trace.startedMillis(),
                        trace.finishedMillis(),
                        trace.repliedMillis()))
                .toList();
    }

    @Override
    public List<Outage> outages() {
        return outages.newestFirst();
    }

    @Override
    public Map<String, String> doctor() {
        return DoctorFacts.of(work.view(), ProcessHandle.current().pid());
    }

    @Override
    public Accepted send(byte[] payload) {
        return Accepted.valueOf(outbox.accept(payload).name());
    }

    /**
     * Ends everything within 5 s. Handlers get the first 1.5 s alone, so that their last answers still find a link; what
     * does not care about being ended then costs the others no time.
     */
    @Override
    public void close() {
        LOG.log(Level.INFO, "stopping");
        control.close();
        Thread handlers = new Thread(dispatcher::close, "shutdown-handlers");
        handlers.start();
        join(handlers, 1500);
        restarts.close();
        session.close();
        power.close();
        transport.close();
        join(handlers, 1500);
        builtIns.close();
        signed.close();
        outbox.close();
        journal.close();
        journalThread.close();
        workDirectory.close();
        LOG.log(Level.INFO, "stopped after {0} s", clock.instant().getEpochSecond() - startedAt.getEpochSecond());
    }

    private static void join(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.ipcommand.agent.link;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.session.Effect;
import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.SimState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does what the session asks for: talks to the modem, raises and closes the link. Every effect ends in an event or,
 * where the table expects none, in nothing.
 *
 * <p><b>Threading.</b> {@link #perform} runs on {@code at-work} alone and may block for minutes; {@link #abandonModem}
 * is called by the session thread and ends such a wait within 2 s.
 */
public final class SessionWork {
    private static final Logger LOG = System.getLogger("session");
    private static final int DEAF_AFTER_TIMEOUTS = 2;
    /** A minute of looks. */
    private static final int LOOKS_PER_SIM = 20;

    private final AgentConfig config;
    private final @Nullable ModemSource source;
    private final LinkBuilder links;
    private final Transport transport;
    private final Consumer<ModemEvent> onModemEvent;
    private final SimCard sim;
    private final Rungs rungs;
    private volatile @Nullable Modem modem;
    private volatile ModemView view = ModemView.NONE;
    private volatile Duration bootTime = Duration.ofSeconds(30);
    private boolean everAnswered;
    private int looksWithoutNetwork;
    private @Nullable DatagramLink link;

    /**
     * @param source null without AT
     * @param rescue what the rungs of the recovery ladder need
     * @param onModemEvent gets what the present modem says by itself
     */
    public SessionWork(
            AgentConfig config,
            @Nullable ModemSource source,
            Rescue rescue,
            Transport transport,
            Consumer<ModemEvent> onModemEvent) {
        this.config = config;
        this.source = source;
        this.links = new LinkBuilder(config);
        this.transport = transport;
        this.onModemEvent = onModemEvent;
        this.sim = new SimCard(config);
        this.rungs = new Rungs(rescue.power(), rescue.resets());
    }

    /**
     * What the rungs of the recovery ladder need.
     *
     * @param resets what must not be done too often
     */
    public record Rescue(ModemPower power, ResetLog resets) {}

    /** What is known of the modem, for the status report. */
    public ModemView view() {
        return view;
    }

    /** The modem that is open, for those who ask it in their own time; null if none is. */
    public @Nullable Modem modem() {
        return modem;
    }

    /** The AT port that was opened last. */
    public String modemPort() {
        return source == null ? "" : source.port();
    }

    /** What may be wrong with the link; empty if nothing. */
    public String linkWarning() {
        return links.warning();
    }

    /** Carries out one blocking effect; empty if it has no outcome of its own. */
    public Optional<SessionEvent> perform(Effect effect) throws InterruptedException {
        try {
            return switch (effect) {
                case FIND_PORT ->
                    Optional.of(SessionEvent.of(
                            Trigger.PORT_FOUND, "found " + needSource().findPort()));
                case OPEN_MODEM -> Optional.of(openModem());
                case INITIALISE -> Optional.of(initialise());
                case READ_SIM -> Optional.of(readSim());
                case READ_REGISTRATION -> Optional.of(readRegistration());
                case BRING_UP_LINK -> Optional.of(bringUpLink());
                case CHECK -> Optional.of(check());
                case CLOSE_LINK -> closeLink();
                case DEACTIVATE -> deactivate();
                case SEARCH_AGAIN -> searchAgain();
                case REATTACH -> reattach();
                case CYCLE_RADIO -> cycleRadio();
                case USE_POWER -> Optional.of(usePower());
                case REBOOT_MODEM -> rebootModem();
                case CLOSE_MODEM -> closeModem();
                case RETRY_LATER, RETRY_NOW, CHECK_LATER, GRACE_TIMER -> Optional.empty();
            };
        } catch (ModemException e) {
            DatagramLink serving = link;
            return Optional.of(
                    effect == Effect.READ_REGISTRATION && serving != null ? checkFailed(serving, e) : failure(e));
        }
    }

    private static SessionEvent failure(ModemException e) {
        Trigger trigger =
                switch (e.kind()) {
                    case PORT_MISSING -> Trigger.PORT_MISSING;
                    case PORT_GONE -> Trigger.PORT_LOST;
                    case PORT_BUSY -> Trigger.PORT_HELD;
                    case TIMEOUT, REFUSED, GARBLED, UNSUPPORTED, BUSY, CLOSED -> Trigger.FAILED;
                };
        return SessionEvent.of(trigger, String.valueOf(e.getMessage()));
    }

    private SessionEvent openModem() throws ModemException, InterruptedException {
        closeModem();
        Modem opened = needSource().open();
        modem = opened;
        everAnswered = true;
        bootTime = opened.bootTime();
        // Events of a modem that was closed meanwhile are news of the past.
        opened.onEvent(event -> {
            if (modem == opened) {
                onModemEvent.accept(event);
            }
        });
        view = new ModemView(opened.identity().model(), opened.driver(), "", "", "", "");
        return SessionEvent.of(Trigger.MODEM_OPEN, opened.identity() + " answers, driver " + opened.driver());
    }

    private SessionEvent initialise() throws ModemException, InterruptedException {
        needModem().initialise(new DataSettings(config.sim().apn()));
        return SessionEvent.of(Trigger.INITIALISED, "the modem took its settings");
    }

    private SessionEvent readSim() throws ModemException, InterruptedException {
        SessionEvent told = sim.read(needModem());
        view = view.withSim(sim.state(), sim.iccid());
        return told;
    }

    private SessionEvent readRegistration() throws ModemException, InterruptedException {
        Modem present = needModem();
        Registration registration = present.readRegistration();
        view = view.with(present.readSignal()).with(registration);
        if (registration.isRegistered()) {
            looksWithoutNetwork = 0;
            return SessionEvent.of(Trigger.REGISTERED, told(registration));
        }
        // A card that was pulled is not always news that the modem tells.
        boolean lookAtSim = ++looksWithoutNetwork % LOOKS_PER_SIM == 0;
        SimState state = lookAtSim ? present.readSim() : SimState.READY;
        return state == SimState.READY
                ? SessionEvent.of(Trigger.NOT_REGISTERED, told(registration))
                : SessionEvent.of(Trigger.SIM_PENDING, "SIM " + SimCard.words(state));
    }

    private static String told(Registration registration) {
        String cause = registration.rejectCause().isPresent()
                ? ", cause " + registration.rejectCause().getAsInt()
                : "";
        return "registration " + SimCard.words(registration.status()) + cause;
    }

    private SessionEvent bringUpLink() throws ModemException, InterruptedException {
        closeLink();
        boolean deaf = modem == null && source != null;
        if (deaf && !links.canDoWithoutModem()) {
            return SessionEvent.of(Trigger.PORT_LOST, "the AT port has to be opened anew");
        }
        LinkBuilder.Built built = links.build(modem);
        if (built.link() == null && deaf) {
            return SessionEvent.of(Trigger.PORT_LOST, "the AT port has to be opened anew, and " + built.because());
        }
        if (built.link() == null) {
            return SessionEvent.of(built.problem(), built.because());
        }
        link = built.link();
        rungs.succeeded();
        transport.use(built.link());
        return SessionEvent.linkUp((Inet4Address) built.link().local().getAddress(), built.because());
    }

    private SessionEvent check() throws ModemException, InterruptedException {
        DatagramLink present = link;
        if (present == null) {
            return SessionEvent.of(Trigger.LINK_LOST, "no listener");
        }
        Inet4Address address = (Inet4Address) present.local().getAddress();
        String trouble = present.trouble();
        if (!trouble.isEmpty()) {
            return SessionEvent.of(Trigger.CONTEXT_LOST, trouble);
        }
        if (present instanceof HostUdpLink onHost) {
            links.lookAtRoutes(onHost);
        }
        if (source == null) {
            return SessionEvent.of(Trigger.HEALTHY, "");
        }
        try {
            return checkModem(present, address);
        } catch (ModemException e) {
            return checkFailed(present, e);
        }
    }

    private SessionEvent checkModem(DatagramLink present, Inet4Address address)
            throws ModemException, InterruptedException {
        if (modem == null) {
            openModem();
            initialise();
        }
        Modem talking = needModem();
        Registration registration = talking.readRegistration();
        view = view.with(talking.readSignal()).with(registration);
        if (!registration.isRegistered()) {
            return SessionEvent.of(Trigger.REGISTRATION_LOST, told(registration));
        }
        Optional<Inet4Address> now = talking.readAddress();
        if (now.isEmpty()) {
            return SessionEvent.of(Trigger.CONTEXT_LOST, "the modem has no address");
        }
        if (!now.get().equals(address)) {
            return SessionEvent.of(Trigger.CONTEXT_LOST, "the modem's address changed");
        }
        if (present instanceof EmbeddedLink embedded && !embedded.verify()) {
            return SessionEvent.of(Trigger.LINK_LOST, "the modem no longer holds the socket");
        }
        return SessionEvent.of(Trigger.HEALTHY, "");
    }

    /** While datagrams can still flow past a deaf AT port, service is not cut; the port is opened anew meanwhile. */
    private SessionEvent checkFailed(DatagramLink present, ModemException e) {
        Modem talking = modem;
        boolean deaf = talking == null
                || e.kind() == ModemException.Kind.PORT_GONE
                || e.kind() == ModemException.Kind.PORT_MISSING
                || talking.consecutiveTimeouts() >= DEAF_AFTER_TIMEOUTS;
        if (!deaf) {
            return SessionEvent.of(Trigger.FAILED, String.valueOf(e.getMessage()));
        }
        if (present instanceof HostUdpLink) {
            if (talking != null) {
                LOG.log(Level.WARNING, "the AT port does not answer, datagrams still flow: {0}", e.getMessage());
            }
            closeModem();
            return SessionEvent.of(Trigger.CONTROL_LOST, String.valueOf(e.getMessage()));
        }
        return SessionEvent.of(Trigger.PORT_LOST, String.valueOf(e.getMessage()));
    }

    private Optional<SessionEvent> closeLink() throws InterruptedException {
        DatagramLink was = transport.release();
        link = null;
        if (was instanceof EmbeddedLink embedded) {
            embedded.closeEndpoint();
        }
        return Optional.empty();
    }

    private Optional<SessionEvent> deactivate() throws InterruptedException {
        Modem present = modem;
        if (present != null && links.lastWasEmbedded()) {
            try {
                present.deactivate();
            } catch (ModemException e) {
                LOG.log(Level.DEBUG, "deactivating: {0}", e.getMessage());
            }
        }
        return Optional.empty();
    }

    private Optional<SessionEvent> searchAgain() throws ModemException, InterruptedException {
        rungs.searchAgain(needModem());
        return Optional.empty();
    }

    private Optional<SessionEvent> reattach() throws ModemException, InterruptedException {
        rungs.reattach(needModem());
        return Optional.empty();
    }

    private Optional<SessionEvent> cycleRadio() throws ModemException, InterruptedException {
        rungs.cycleRadio(needModem());
        return Optional.empty();
    }

    private Optional<SessionEvent> rebootModem() throws InterruptedException {
        rungs.reboot(modem, needSource());
        return closeModem();
    }

    private SessionEvent usePower() throws InterruptedException {
        Modem present = modem;
        // From here on its events are news of the past.
        modem = null;
        view = ModemView.NONE;
        rungs.usePower(present, everAnswered);
        return SessionEvent.of(Trigger.POWERED, "the power sequence is over");
    }

    /** How often the modem took the command to restart. */
    public long reboots() {
        return rungs.reboots();
    }

    /** How long the modem takes to start, at most, as far as known. */
    public Duration bootTime() {
        return bootTime;
    }

    private Optional<SessionEvent> closeModem() {
        Modem was = modem;
        modem = null;
        view = ModemView.NONE;
        if (was != null) {
            was.close();
        }
        return Optional.empty();
    }

    /** Closes modem and port from another thread, so that work which waits for an answer ends. */
    public void abandonModem() {
        if (source != null) {
            source.abort();
        }
        closeModem();
    }

    private Modem needModem() throws ModemException {
        Modem present = modem;
        if (present == null) {
            throw new ModemException(ModemException.Kind.CLOSED, "the modem was closed meanwhile");
        }
        return present;
    }

    private ModemSource needSource() {
        if (source == null) {
            throw new IllegalStateException("no modem is configured");
        }
        return source;
    }
}

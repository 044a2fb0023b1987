package dev.ipcommand.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigException;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.agent.session.Effect;
import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.modem.Capability;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemException.Kind;
import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.SimState;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport's threads are never started here: nothing is sent or received by itself. */
class SessionWorkTest {
    private static final String HELD = "127.64.92.23";

    @TempDir
    Path directory = Path.of("");

    private final FakeModem modem = new FakeModem();
    private final FakePower power = new FakePower(modem.calls);
    private final List<ModemEvent> said = new ArrayList<>();
    private final Transport transport =
            new Transport((b, n, s) -> {}, new NoMessages(), Optional.empty(), (link, why) -> {}, (link, why) -> {});
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(HELD, 0))) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void release() {
        transport.release();
    }

    @Test
    void shouldComeUpOnTheModemsSocket() throws Exception {
        SessionWork work = work("");

        assertEquals(Trigger.PORT_FOUND, does(work, Effect.FIND_PORT).trigger());
        assertEquals(
                "Maker M1 R1 answers, driver fake",
                does(work, Effect.OPEN_MODEM).detail());
        assertEquals(Trigger.INITIALISED, does(work, Effect.INITIALISE).trigger());
        assertEquals(Trigger.SIM_READY, does(work, Effect.READ_SIM).trigger());
        assertEquals(Trigger.REGISTERED, does(work, Effect.READ_REGISTRATION).trigger());
        SessionEvent up = does(work, Effect.BRING_UP_LINK);

        assertEquals(Trigger.LINK_UP, up.trigger());
        assertEquals("100.64.3.7", up.address().orElseThrow().getHostAddress());
        assertEquals("embedded", transport.path());
        assertTrue(modem.calls.contains("openUdp " + port), String.valueOf(modem.calls));
        assertTrue(modem.calls.contains("initialise super"));
        assertEquals("-71", work.view().rssiDbm());
        assertEquals("ROAMING", work.view().registration());
    }

    @Test
    void shouldTakeTheHostsInterfaceIfItHoldsTheModemsAddress() throws Exception {
        modem.address = Optional.of(FakeModem.address(127, 64, 92, 23));
        SessionWork work = listening("[session]\ndata_path = \"interface\"\naddress = \"" + HELD + "\"");

        assertEquals("interface", transport.path());
        assertEquals(Trigger.HEALTHY, does(work, Effect.CHECK).trigger());
        does(work, Effect.DEACTIVATE);
        assertTrue(!modem.calls.contains("deactivate"), "the host's stack owns the context");
    }

    @Test
    void shouldNotListenBehindTheModemsOwnNat() throws Exception {
        SessionWork work = opened("[session]\ndata_path = \"interface\"\naddress = \"" + HELD + "\"");

        SessionEvent refused = does(work, Effect.BRING_UP_LINK);

        assertEquals(Trigger.FAILED, refused.trigger());
        assertTrue(refused.detail().contains("the modem translates addresses"), refused.detail());
        assertEquals(refused.detail(), work.linkWarning());
    }

    @Test
    void shouldSayWhatIsMissingWhenNoPathIsPossible() throws Exception {
        modem.capabilities = EnumSet.noneOf(Capability.class);
        SessionWork work = opened("");

        SessionEvent refused = does(work, Effect.BRING_UP_LINK);

        assertEquals(Trigger.FAILED, refused.trigger());
        assertTrue(refused.detail().contains("pppd"), refused.detail());
    }

    @Test
    void shouldNameTheHolderOfItsPort() throws Exception {
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(HELD, 0))) {
            port = other.getLocalPort();
            SessionWork work = withoutModem();

            SessionEvent refused = does(work, Effect.BRING_UP_LINK);

            assertEquals(Trigger.ADDRESS_MISSING, refused.trigger());
            assertTrue(
                    refused.detail()
                            .contains("process " + ProcessHandle.current().pid()),
                    refused.detail());
        }
    }

    @Test
    void shouldWaitForAnAddressThatThisHostDoesNotHold() throws Exception {
        SessionWork work = new SessionWork(
                config("[modem]\nport = \"none\"\n[session]\naddress = \"192.0.2.77\""),
                null,
                rescue(),
                transport,
                said::add);

        SessionEvent refused = does(work, Effect.BRING_UP_LINK);

        assertEquals(Trigger.ADDRESS_MISSING, refused.trigger());
        assertEquals("this host does not hold the session's address", refused.detail());
    }

    @ParameterizedTest
    @EnumSource(
            value = Registration.Status.class,
            names = {"HOME", "ROAMING"},
            mode = EnumSource.Mode.EXCLUDE)
    void shouldSeeALostRegistration(Registration.Status status) throws Exception {
        SessionWork work = listening("");
        modem.registration = status;

        assertEquals(Trigger.REGISTRATION_LOST, does(work, Effect.CHECK).trigger());
    }

    @Test
    void shouldSeeALostContextAnotherAddressAndAClosedSocket() throws Exception {
        SessionWork work = listening("");

        modem.address = Optional.empty();
        assertEquals(Trigger.CONTEXT_LOST, does(work, Effect.CHECK).trigger());
        modem.address = Optional.of(FakeModem.address(100, 64, 3, 8));
        assertEquals("the modem's address changed", does(work, Effect.CHECK).detail());
        modem.address = Optional.of(FakeModem.address(100, 64, 3, 7));
        modem.endpointOpen = false;
        assertEquals(Trigger.LINK_LOST, does(work, Effect.CHECK).trigger());
        modem.endpointOpen = true;
        assertEquals(Trigger.HEALTHY, does(work, Effect.CHECK).trigger());
        assertEquals("drain", modem.calls.get(modem.calls.size() - 1));
    }

    @Test
    void shouldTakeOneTimeoutCalmlyAndADeafPortForLost() throws Exception {
        SessionWork work = listening("");
        modem.failing = new ModemException(Kind.TIMEOUT, "no answer to AT+CEREG? in 5 s");

        modem.timeouts = 1;
        assertEquals(Trigger.FAILED, does(work, Effect.CHECK).trigger());
        modem.timeouts = 2;
        assertEquals(Trigger.PORT_LOST, does(work, Effect.CHECK).trigger());
    }

    @Test
    void shouldKeepServingAHostPathPastADeafPort() throws Exception {
        modem.address = Optional.of(FakeModem.address(127, 64, 92, 23));
        SessionWork work = listening("[session]\ndata_path = \"interface\"\naddress = \"" + HELD + "\"");
        modem.failing = new ModemException(Kind.PORT_GONE, "hung up");

        assertEquals(Trigger.CONTROL_LOST, does(work, Effect.CHECK).trigger());
        assertEquals("interface", transport.path());
        modem.failing = null;
        modem.calls.clear();
        assertEquals(Trigger.HEALTHY, does(work, Effect.CHECK).trigger());
        assertTrue(modem.calls.contains("initialise super"), "the port was opened anew");
    }

    @ParameterizedTest
    @EnumSource(
            value = SimState.class,
            names = {"BUSY", "NOT_READY", "ABSENT", "FAILED"})
    void shouldWaitForASimThatIsNotReady(SimState state) throws Exception {
        SessionWork work = opened("");
        modem.sim = state;

        assertEquals(Trigger.SIM_PENDING, does(work, Effect.READ_SIM).trigger());
    }

    @Test
    void shouldSayWhatALockedCardNeeds() throws Exception {
        SessionWork work = opened("");

        modem.sim = SimState.PIN_NEEDED;
        SessionEvent pin = does(work, Effect.READ_SIM);
        modem.sim = SimState.PUK_NEEDED;
        SessionEvent puk = does(work, Effect.READ_SIM);

        assertEquals(Trigger.SIM_LOCKED, pin.trigger());
        assertTrue(pin.detail().contains("set sim.pin_file"), pin.detail());
        assertEquals(Trigger.SIM_LOCKED, puk.trigger());
        assertTrue(puk.detail().contains("PUK"), puk.detail());
    }

    @Test
    void shouldSeeThatTheCardIsAnother() throws Exception {
        SessionWork work = opened("");
        modem.iccid = "89883070000000000017";
        assertEquals(Trigger.SIM_READY, does(work, Effect.READ_SIM).trigger());
        assertEquals(Trigger.SIM_READY, does(work, Effect.READ_SIM).trigger());

        modem.iccid = "89883070000000000025";
        SessionEvent swapped = does(work, Effect.READ_SIM);

        assertEquals(Trigger.SIM_SWAPPED, swapped.trigger());
        assertTrue(!swapped.detail().contains("8988"), swapped.detail());
        assertEquals("89883070000000000025", work.view().iccid());
    }

    /** A card that was pulled without a word of the modem. */
    @Test
    void shouldLookAtTheCardOnceAMinuteWhileNoNetworkTakesIt() throws Exception {
        SessionWork work = opened("");
        modem.registration = Registration.Status.SEARCHING;
        modem.sim = SimState.ABSENT;
        for (int look = 1; look < 20; look++) {
            assertEquals(
                    Trigger.NOT_REGISTERED, does(work, Effect.READ_REGISTRATION).trigger());
        }

        SessionEvent pulled = does(work, Effect.READ_REGISTRATION);

        assertEquals(Trigger.SIM_PENDING, pulled.trigger());
        assertEquals("SIM absent", pulled.detail());
    }

    @Test
    void shouldDoWhatEachRungIs() throws Exception {
        SessionWork work = opened("");
        modem.calls.clear();

        for (Effect rung : List.of(Effect.SEARCH_AGAIN, Effect.REATTACH, Effect.CYCLE_RADIO, Effect.REBOOT_MODEM)) {
            assertEquals("nothing to tell", does(work, rung).detail());
        }

        assertEquals(List.of("searchAgain", "reattach", "cycleRadio, may clear: true", "reboot", "close"), modem.calls);
    }

    @Test
    void shouldClearTheCardsListOnceADayAndNotAgainAfterARestartOfTheAgent() throws Exception {
        SessionWork work = opened("");
        modem.clearsForbidden = true;
        does(work, Effect.CYCLE_RADIO);
        does(work, Effect.CYCLE_RADIO);
        SessionWork next = opened("");
        does(next, Effect.CYCLE_RADIO);

        assertEquals(
                List.of("cycleRadio, may clear: true", "cycleRadio, may clear: false", "cycleRadio, may clear: false"),
                modem.calls.stream()
                        .filter(call -> call.startsWith("cycleRadio"))
                        .toList());
    }

    @Test
    void shouldRestartAModemThatDoesNotAnswerWithoutWaitingForIt() throws Exception {
        SessionWork work = opened("");
        work.abandonModem();
        modem.calls.clear();

        does(work, Effect.REBOOT_MODEM);

        assertEquals(List.of("reboot unheard"), modem.calls);
        assertEquals(
                1, ResetLog.open(directory, Clock.systemUTC()).agesOfResets().size());
    }

    @Test
    void shouldAskAModemThatHearsToSwitchOffBeforeItsSupplyGoes() throws Exception {
        SessionWork work = opened("");
        modem.calls.clear();

        assertEquals(Trigger.POWERED, does(work, Effect.USE_POWER).trigger());
        does(work, Effect.OPEN_MODEM);
        power.cuts = true;
        does(work, Effect.USE_POWER);

        assertEquals(
                List.of(
                        "close",
                        "power, attempt 0, answered true",
                        "powerOff",
                        "close",
                        "power, attempt 1, answered true"),
                modem.calls);
    }

    @Test
    void shouldNotHearAModemThatWasClosed() throws Exception {
        SessionWork work = opened("");
        Consumer<ModemEvent> listener = Objects.requireNonNull(modem.listener);
        listener.accept(new ModemEvent(ModemEvent.Kind.REBOOTED, "RDY"));
        work.abandonModem();

        listener.accept(new ModemEvent(ModemEvent.Kind.PORT_LOST, "closed"));

        assertEquals(1, said.size());
        assertEquals(Trigger.FAILED, does(work, Effect.READ_SIM).trigger());
    }

    private SessionWork.Rescue rescue() {
        return new SessionWork.Rescue(power, ResetLog.open(directory, Clock.systemUTC()));
    }

    private SessionWork withoutModem() throws ConfigException, IOException {
        return new SessionWork(
                config("[modem]\nport = \"none\"\n[session]\naddress = \"" + HELD + "\""),
                null,
                rescue(),
                transport,
                said::add);
    }

    private SessionWork work(String more) throws ConfigException, IOException {
        return new SessionWork(
                config("[modem]\nport = \"/dev/null\"\n" + more), new FakeSource(), rescue(), transport, said::add);
    }

    private SessionWork opened(String more) throws Exception {
        SessionWork work = work(more);
        does(work, Effect.OPEN_MODEM);
        return work;
    }

    private SessionWork listening(String more) throws Exception {
        SessionWork work = opened(more);
        assertEquals(Trigger.LINK_UP, does(work, Effect.BRING_UP_LINK).trigger());
        return work;
    }

    private static SessionEvent does(SessionWork work, Effect effect) throws InterruptedException {
        return work.perform(effect).orElse(SessionEvent.of(Trigger.HEALTHY, "nothing to tell"));
    }

    private AgentConfig config(String text) throws ConfigException, IOException {
        String listener = "\n[listener]\nport = " + port + "\n";
        return ConfigLoader.load(Files.writeString(directory.resolve("test.toml"), text + listener));
    }

    private final class FakeSource implements ModemSource {
        @Override
        public String findPort() {
            return "/dev/null";
        }

        @Override
        public Modem open() {
            return modem;
        }

        @Override
        public void rebootUnheard() {
            modem.calls.add("reboot unheard");
        }

        @Override
        public void abort() {
            modem.calls.add("abort");
        }
    }

    private static final class NoMessages implements MessageSource {
        @Override
        public @Nullable Message peek() {
            return null;
        }

        @Override
        public void taken(long id) {}
    }
}

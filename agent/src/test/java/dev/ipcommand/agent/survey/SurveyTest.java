package dev.ipcommand.agent.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.ControlClient;
import dev.ipcommand.agent.control.ControlServer;
import dev.ipcommand.agent.control.FakeOperations;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Facts.Agent.Reach;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.outage.Outage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SurveyTest {
    private final Path root;

    private final FakeOperations operations = new FakeOperations();
    private final List<String> said = new ArrayList<>();
    private final Machine machine;

    SurveyTest(@TempDir Path root) throws IOException {
        this.root = root;
        machine = new Machine(root);
        Files.createDirectory(root.resolve("state"));
        write("");
    }

    private void write(String more) throws IOException {
        machine.file(
                "ipcommand.toml",
                "[control]\nsocket = \"" + socket() + "\"\n[state]\ndirectory = \"" + root.resolve("state") + "\"\n"
                        + more);
    }

    private Path socket() {
        return root.resolve("run/s");
    }

    private Facts take() throws InterruptedException {
        Survey.Sources sources = new Survey.Sources() {
            @Override
            public ControlClient agent(AgentConfig config) {
                return new ControlClient(config.control().socket(), Duration.ofSeconds(20));
            }

            @Override
            public Facts.Handlers handlers(AgentConfig config) {
                return new Facts.Handlers(3, 2, List.of());
            }

            @Override
            public void say(String what) {
                said.add(what);
            }
        };
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
        return new Survey(sources, machine.roots(), Network.MACHINE, Optional::empty, clock)
                .take(root.resolve("ipcommand.toml"));
    }

    @Test
    void shouldTakeTheAgentsWordAndLeaveThePortAlone() throws IOException, InterruptedException {
        write("[modem]\nport = \"/dev/null\"\n");
        operations.knowledge = Map.of("pid", "812", "sim", "ready", "issuer", "8988307", "reject_cause", "11");
        operations.outages =
                List.of(new Outage(Instant.EPOCH, "x", List.of(), 0, true, Optional.of(Duration.ofSeconds(1)), ""));
        try (ControlServer server = ControlServer.start(socket(), operations)) {
            Facts facts = take();

            assertEquals(Reach.ANSWERED, facts.agent().reach());
            assertEquals(OptionalLong.of(812), facts.agent().pid());
            assertEquals("1.2.3", facts.agent().version());
            assertEquals("BG96", facts.modem().tells().get(Name.MODEL), "from the status");
            assertEquals("8988307", facts.modem().tells().get(Name.ISSUER));
            assertFalse(facts.modem().asked());
            assertEquals(1, facts.outages().size());
            assertEquals(3, facts.handlers().own());
            assertEquals(List.of(), said);
        }
    }

    @Test
    void shouldTellAnAgentThatIsNotThereFromOneThatRefuses() throws IOException, InterruptedException {
        assertEquals(Reach.NONE, take().agent().reach());

        operations.broken = true;
        try (ControlServer server = ControlServer.start(socket(), operations)) {
            Facts facts = take();

            assertEquals(Reach.REFUSED, facts.agent().reach());
            assertFalse(facts.modem().unknown().isEmpty(), "an agent may have the port");
        }
    }

    @Test
    void shouldNotOpenThePortWhileSomebodyHoldsTheLock() throws IOException, InterruptedException {
        write("[modem]\nport = \"/dev/null\"\n");
        Path lock = Files.createFile(root.resolve("state/lock"));
        machine.file(
                "proc/locks",
                "1: POSIX  ADVISORY  WRITE 99 08:02:" + Files.getAttribute(lock, "unix:ino") + " 0 EOF\n");
        machine.process(99, "java", lock.toString());

        Facts facts = take();

        assertEquals(OptionalLong.of(99), facts.agent().lockPid());
        assertTrue(
                facts.modem().unknown().contains("an agent may have the port"),
                facts.modem().unknown());
        assertEquals(List.of(), said);
    }

    @Test
    void shouldNotOpenThePortThatAnotherProcessHas() throws IOException, InterruptedException {
        write("[modem]\nport = \"/dev/null\"\n");
        machine.process(7, "ModemManager", "/dev/null");

        Facts facts = take();

        assertEquals("pid 7 (ModemManager)", facts.port().holders().get(0).toString());
        assertEquals(List.of(), said);
        assertFalse(facts.modem().asked());
    }

    @Test
    void shouldSayThatItAsksTheModemItself() throws IOException, InterruptedException {
        write("[modem]\nport = \"/dev/null\"\n");

        Facts facts = take();

        assertEquals(List.of("no agent runs: asking the modem at /dev/null itself (reads only)"), said);
        assertTrue(facts.modem().asked());
        assertFalse(facts.modem().silence().isEmpty(), "it is no modem");
    }

    private static final String MODEL =
            "dialect = \"quectel\"\nname = \"xy\"\nmodels = \"XY\"\nusb = \"2c7c:0900:2\"\n";

    /** The agent finds that modem, so nobody may be told that there is none. */
    @Test
    void shouldLookForThePortWithTheModelsThatTheAgentKnows() throws IOException, InterruptedException {
        write("[modem]\nprofiles = \"" + root.resolve("modems.d") + "\"\n");
        machine.file("modems.d/xy.toml", MODEL);
        machine.plug("1-1.2", "2c7c:0900", 0, 0, 2);
        machine.process(7, "minicom", "/dev/null");

        Facts facts = take();

        assertEquals("", facts.port().missing());
        assertEquals(Optional.of(Path.of("/dev/null")), facts.port().device());
        assertEquals(List.of(), facts.file().problems());
    }

    /** With such a file the agent does not start. */
    @Test
    void shouldGiveTheProblemsOfAModelsFileAndGoOn() throws IOException, InterruptedException {
        write("[modem]\nport = \"/dev/null\"\nprofiles = \"" + root.resolve("modems.d") + "\"\n");
        machine.file("modems.d/xy.toml", MODEL + "boot = \"soon\"\n");
        machine.process(7, "minicom", "/dev/null");

        Facts facts = take();

        assertTrue(facts.config().isPresent());
        assertTrue(
                facts.file().problems().toString().contains("xy.toml"),
                facts.file().problems().toString());
    }

    @Test
    void shouldGiveTheProblemsOfTheConfigurationAndNothingElse() throws IOException, InterruptedException {
        write("[modem]\nbaud = 1\n");

        Facts facts = take();

        assertEquals(Optional.empty(), facts.config());
        assertTrue(
                facts.file().problems().get(0).contains("modem.baud"),
                facts.file().problems().toString());
    }

    @Test
    void shouldReadTheModeOfTheConfigurationAndItsKeys() throws IOException, InterruptedException {
        write("[key.a]\nalgorithm = \"EdDSA\"\nfile = \"" + root.resolve("no-key") + "\"\n[modem]\nport = \"none\"\n");
        Files.setPosixFilePermissions(root.resolve("ipcommand.toml"), PosixFilePermissions.fromString("rw-rw-r--"));

        Facts facts = take();

        assertEquals("664", facts.file().mode());
        assertTrue(
                facts.file().keyProblems().get(0).contains("does not exist"),
                facts.file().keyProblems().toString());
        assertEquals("modem.port is \"none\"", facts.modem().unknown());
    }
}

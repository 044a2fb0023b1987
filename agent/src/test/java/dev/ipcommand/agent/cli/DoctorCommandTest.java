package dev.ipcommand.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.control.ControlServer;
import dev.ipcommand.agent.control.FakeOperations;
import dev.ipcommand.agent.doctor.Checkup;
import dev.ipcommand.agent.journal.JournalThread;
import dev.ipcommand.agent.outage.Outage;
import dev.ipcommand.agent.outage.OutageLog;
import dev.ipcommand.agent.session.LadderTable;
import dev.ipcommand.agent.session.LadderTimes;
import dev.ipcommand.agent.session.Rung;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} and {@code status --outages}, with and without an agent. */
@Timeout(60)
class DoctorCommandTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeOperations operations = new FakeOperations();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final Path directory;

    DoctorCommandTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectory(directory.resolve("state"));
        configure("");
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                directory.resolve("ipcommand.toml"),
                "[control]\nsocket = \"" + directory.resolve("s")
                        + "\"\n[modem]\nport = \"none\"\n[state]\ndirectory = \""
                        + directory.resolve("state") + "\"\n[handlers]\ndirectory = \"" + directory.resolve("h")
                        + "\"\nplugins = \"" + directory.resolve("p") + "\"\n[session]\naddress = \"127.64.0.23\"\n"
                        + more);
    }

    private int execute(String... args) {
        out.reset();
        err.reset();
        return CommandLineTool.execute(
                args,
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of(
                                "IPCOMMAND_CONFIG",
                                directory.resolve("ipcommand.toml").toString())));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldSayThatNoAgentRunsAndWhatToType() {
        int code = execute("doctor");

        assertEquals(1, code);
        assertTrue(out().contains("PROBLEM      agent.running"), out());
        assertTrue(out().contains("do: systemctl start ipcommand"), out());
        assertTrue(out().endsWith(LadderTable.text(LadderTimes.MULTI_IMSI) + System.lineSeparator()), out());
    }

    @Test
    void shouldAskTheAgent() throws IOException {
        operations.knowledge = Map.of("pid", "812");
        try (ControlServer server = ControlServer.start(directory.resolve("s"), operations)) {
            execute("doctor");

            assertTrue(out().contains("whether the agent runs: pid 812"), out());
            assertTrue(out().contains("warning      agent.version"), out());
        }
    }

    @Test
    void shouldPrintEveryCheckAsJson() {
        execute("doctor", "--json");

        assertTrue(
                out().startsWith("{\"verdict\":\"problem\",\"checks\":[{\"id\":\"config.valid\",\"looked_at\":"),
                out());
        Checkup.checks().forEach(check -> assertTrue(out().contains("\"id\":\"" + check.id() + "\""), check.id()));
        assertFalse(out().contains("Rules"), out());
    }

    @Test
    void shouldPrintOnlyTheLadder() {
        assertEquals(0, execute("doctor", "--ladder"));
        assertEquals(LadderTable.text(LadderTimes.MULTI_IMSI) + System.lineSeparator(), out());
    }

    @Test
    void shouldSayWhatIsWrongWithTheConfiguration() throws IOException {
        configure("[listener]\nport = 0\n");

        int code = execute("doctor");

        assertEquals(2, code);
        assertTrue(out().contains("PROBLEM      config.valid"), out());
        assertTrue(out().contains("listener.port"), out());
    }

    @Test
    void shouldNameHandlersThatAreNotUsed() throws IOException {
        Files.createDirectory(directory.resolve("h"));
        Files.writeString(directory.resolve("h/not.a.handler.sh"), "#!/bin/sh\n");
        configure("[handler.gone]\nallow = [\"anyone\"]\n");

        execute("doctor");

        assertTrue(out().contains("warning      handlers.used"), out());
        assertTrue(out().contains("[handler.gone]"), out());
    }

    private static final Outage OUTAGE = new Outage(
            NOON,
            "context lost",
            List.of(
                    new Outage.Attempt(Rung.CONTEXT, NOON.plusSeconds(1)),
                    new Outage.Attempt(Rung.REBOOT, NOON.plusSeconds(1500))),
            2,
            true,
            Optional.of(Duration.ofSeconds(1530)),
            "");

    @Test
    void shouldPrintTheAgentsOutagesNewestFirst() throws IOException {
        Outage goingOn =
                new Outage(NOON.plusSeconds(9999), "port\u001b[2J gone", List.of(), 0, false, Optional.empty(), "");
        operations.outages = List.of(goingOn, OUTAGE);
        try (ControlServer server = ControlServer.start(directory.resolve("s"), operations)) {
            int code = execute("status", "--outages");

            List<String> lines = out().lines().toList();
            assertEquals(0, code);
            assertTrue(lines.get(0).startsWith("2 outages, the longest "), lines.get(0));
            assertEquals("2026-03-01T14:46:39Z    going on  port?[2J gone", lines.get(1));
            assertEquals("2026-03-01T12:00:00Z     25m 30s  context lost", lines.get(2));
            assertEquals("2026-03-01T12:00:01Z              rung 1: " + Rung.CONTEXT.action(), lines.get(3));
            assertEquals("2026-03-01T12:25:00Z              rung 5: " + Rung.REBOOT.action(), lines.get(4));
            assertTrue(lines.get(5).endsWith("and 2 more before the last"), lines.get(5));
            assertEquals(6, lines.size());
        }
    }

    @Test
    void shouldPrintThemFromTheFileIfNoAgentRunsAndSaySo() {
        JournalThread journal = new JournalThread();
        OutageLog log = OutageLog.open(directory.resolve("state"), journal);
        log.began(NOON, "first");
        log.ended(NOON, Duration.ofMillis(1500));
        log.began(NOON.plusSeconds(5), "second");
        log.ended(NOON, Duration.ofHours(30));
        journal.close();

        assertEquals(0, execute("status", "--outages"));
        List<String> lines = out().lines().toList();
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("read from " + directory.resolve("state/outages")));
        assertEquals("2026-03-01T12:00:05Z       1d 6h  second", lines.get(1));
        assertEquals("2026-03-01T12:00:00Z        1.5s  first", lines.get(2));

        assertEquals(0, execute("status", "--outages", "--json"));
        assertTrue(out().startsWith("{\"from\":\"file\",\"count\":2,\"longest_ms\":108000000,"), out());
    }

    @Test
    void shouldSayThatThereWereNone() {
        assertEquals(0, execute("status", "--outages"));
        assertEquals("no outages" + System.lineSeparator(), out());
    }

    @Test
    void shouldNotTakeADamagedFileForNoOutages() throws IOException {
        Files.writeString(directory.resolve("state/outages"), "ipcommand outages 1\nhalf");

        assertEquals(1, execute("status", "--outages"));
        assertTrue(
                err.toString(StandardCharsets.UTF_8).contains("cannot be read"), err.toString(StandardCharsets.UTF_8));
    }
}

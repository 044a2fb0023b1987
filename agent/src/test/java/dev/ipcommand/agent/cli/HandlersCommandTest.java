package dev.ipcommand.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.dispatch.BuiltIn;
import dev.ipcommand.agent.handlers.EchoHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HandlersCommandTest {
    private final Path directory;
    private final Path scripts;
    private String out = "";
    private String err = "";

    HandlersCommandTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.scripts = directory.resolve("handlers.d");
        configure("");
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                directory.resolve("ipcommand.toml"),
                """
                [handlers]
                directory = "%s"
                plugins = "%s"
                [key.ops1]
                file = "/nowhere/ops1.pub.pem"
                %s
                """
                        .formatted(scripts, directory.resolve("plugins"), more));
    }

    private void script(String name, String body) throws IOException {
        Files.createDirectories(scripts);
        Path file = Files.writeString(scripts.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int execute(byte[] in, String... args) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new ByteArrayInputStream(in),
                new PrintStream(outBytes, true, UTF_8),
                new PrintStream(errBytes, true, UTF_8),
                Map.of("IPCOMMAND_CONFIG", directory.resolve("ipcommand.toml").toString()));
        int code = CommandLineTool.execute(
                args,
                surroundings,
                (registry, config) ->
                        registry.addBuiltIn(BuiltIn.telling("echo", BuiltIn.Access.OPEN, new EchoHandler())));
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return code;
    }

    private int execute(String... args) {
        return execute(new byte[0], args);
    }

    @Test
    void shouldListWhoMayCallEachAndWhatIsNotUsed() throws IOException {
        configure(
                """
                [handler.door]
                allow = ["ops1"]
                [handler.lamp]
                allow = ["anyone"]
                [handler.gone]
                allow = ["anyone"]
                """);
        script("door", "cat");
        script("lamp", "cat");
        Files.writeString(scripts.resolve("lamp.toml"), "allow = [\"signed\"]\ndescription = \"On and off.\"\n");
        script("mute", "cat");
        script("open", "cat");
        Files.setPosixFilePermissions(scripts.resolve("open"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertEquals(0, execute("handlers", "list"), err);

        assertEquals(
                List.of(
                        row("NAME", "KIND", "WHO MAY CALL", "DEADLINE", "WHERE"),
                        row("door", "script", "ops1", "10s", scripts.resolve("door")),
                        row("echo", "built-in", "anyone", "10s", ""),
                        row("lamp", "script", "signed", "10s", scripts.resolve("lamp") + "  On and off."),
                        row("mute", "script", "nobody: add allow to [handler.mute]", "10s", scripts.resolve("mute")),
                        "ignored: " + scripts.resolve("open") + ": others may write to it; type: chmod go-w "
                                + scripts.resolve("open"),
                        "no handler: [handler.gone] is configured, and nothing has that name"),
                out.lines().toList());
    }

    private static String row(Object... cells) {
        return String.format("%-4s  %-8s  %-35s  %-8s  %s", cells).stripTrailing();
    }

    @Test
    void shouldListInJson() throws IOException {
        script("door", "cat");

        assertEquals(0, execute("handlers", "list", "--json"), err);

        assertTrue(
                out.contains("{\"name\":\"door\",\"kind\":\"script\",\"where\":\"" + scripts.resolve("door")
                        + "\",\"allow\":[],\"unlock\":\"add allow to [handler.door]\",\"deadline_ms\":10000,"
                        + "\"description\":\"\"}"),
                out);
    }

    @Test
    void shouldRunAScriptWithTheSurroundingsOfTheAgent() throws IOException {
        configure("[handler.env]\nallow = [\"ops1\"]\ndeadline = \"7s\"");
        script("env", "cat; echo; env | sed 's/_MS=.*/_MS/; s/_CALL=.*/_CALL/' | sort; pwd >&2; echo two >&2");

        assertEquals(0, execute("handlers", "test", "env", "a b", "--id", "x", "--as", "ops1"), err);

        assertEquals("", err);
        assertTrue(out.startsWith("reply    env#x: a b\n"), out);
        for (String variable : List.of(
                "IPCOMMAND_FORM=signed", "IPCOMMAND_ID=x", "IPCOMMAND_PRINCIPAL=ops1", "LANG=C.UTF-8", "HOME")) {
            assertEquals(!variable.equals("HOME"), out.contains("\n         " + variable), out);
        }
        assertTrue(out.contains("\nstatus   ok\n"), out);
        assertTrue(out.contains(" ms of 7000 ms\n"), out);
        String temporary =
                Pattern.quote(Path.of(System.getProperty("java.io.tmpdir")).toString());
        assertTrue(
                out.matches("(?s).*\nlog      " + temporary + "/ipcommand-handlers-.*/work/call-.*\nlog      two\n"),
                out);
    }

    @Test
    void shouldSayWhatTheAgentWouldRefuseAndRunItAllTheSame() throws IOException {
        script("door", "echo open; exit 75");

        assertEquals(1, execute("handlers", "test", "door", "--as", "ops2"));

        assertTrue(out.startsWith("reply    door! unavailable: open\nstatus   unavailable\n"), out);
        assertTrue(err.contains(
                "ops2 may not call door and gets not-found; who may: nobody: add allow to [handler.door]"));
        assertTrue(err.contains("there is no [key.ops2]"), err);
    }

    @Test
    void shouldEndWhatIsNotDoneByItsDeadline() throws IOException {
        configure("[handler.slow]\nallow = [\"anyone\"]\ndeadline = \"200ms\"");
        script("slow", "sleep 600 & echo $! >" + directory.resolve("pid") + "; wait");

        assertEquals(1, execute("handlers", "test", "slow"));

        assertTrue(out.startsWith("reply    slow! deadline-exceeded: not done in 200 ms\n"), out);
        String pid = Files.readString(directory.resolve("pid")).strip();
        assertEquals("", commandLine(pid));
    }

    /** Empty for a process that is gone, and for one that is dead and not yet waited for. */
    private static String commandLine(String pid) throws IOException {
        try {
            return Files.readString(Path.of("/proc", pid, "cmdline"));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Test
    void shouldShowBytesInHexAndRefuseWhatIsTooLong() throws IOException {
        script("bytes", "printf '\\000\\377'");
        script("flood", "head -c 4096 /dev/zero");

        execute("handlers", "test", "bytes");
        assertTrue(out.startsWith("reply    hex 62797465733a2000ff\n"), out);
        assertTrue(out.contains("\nsize     9 of 1300 bytes\n"), out);

        assertEquals(1, execute("handlers", "test", "flood"));
        assertTrue(out.startsWith("reply    flood! resource-exhausted: 4096 bytes, limit 1300\n"), out);
    }

    @Test
    void shouldHandOverAWholeDatagramOfARoute() throws IOException {
        configure(
                """
                [[route]]
                prefix = "$"
                handler = "raw"
                reply = "raw"
                """);
        script("raw", "printf %s \"$IPCOMMAND_FORM \"; od -An -tx1");

        assertEquals(0, execute(new byte[] {'$', (byte) 0xff}, "handlers", "test", "raw", "--route", "--file", "-"));
        assertTrue(out.startsWith("reply    route  24 ff\n"), out);

        execute("handlers", "test", "raw", "x", "--route");
        assertTrue(err.contains("no [[route]] takes this datagram to raw"), err);
    }

    @Test
    void shouldBoundABuiltInsAnswerAsTheAgentDoes() {
        String long1000 = "x".repeat(1000);

        assertEquals(0, execute("handlers", "test", "echo", long1000));
        assertTrue(out.contains("reply    echo: " + long1000 + "\n"), out);
    }

    @ParameterizedTest
    @CsvSource({
        "Door,        'the name has'",
        "'door --id a/b', 'the id has'",
        "'door --id 7 --route', 'has no id'",
        "'door --as a/b', '--as takes'",
        "'door x --file y', 'only one'",
        "'door --file /nowhere', 'cannot be read'"
    })
    void shouldRefuseWhatIsNoCommand(String arguments, String reason) throws IOException {
        script("door", "cat");

        assertEquals(2, execute(("handlers test " + arguments).split(" ", -1)));

        assertTrue(err.contains(reason), err);
        assertEquals("", out);
    }

    @Test
    void shouldSayWhyThereIsNoHandler() throws IOException {
        script("door", "cat");
        Files.setPosixFilePermissions(scripts.resolve("door"), PosixFilePermissions.fromString("rw-r--r--"));

        assertEquals(1, execute("handlers", "test", "door"));

        assertTrue(err.contains("not executable; type: chmod 755 " + scripts.resolve("door")), err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "python"})
    void shouldBeginAScriptThatRuns(String language) throws IOException {
        assertEquals(0, execute("handlers", "new", "greet", "--lang", language), err);

        assertTrue(out.contains("  [handler.greet]\n  allow = [\"anyone\"]"), out);
        assertEquals(
                "rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(scripts.resolve("greet"))));
        assertEquals(
                "rw-r--r--",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(scripts.resolve("greet.toml"))));
        assertEquals(0, execute("handlers", "test", "greet", "bob"));
        assertTrue(out.startsWith("reply    greet: hello bob\n"), out);
        assertEquals(1, execute("handlers", "test", "greet"));
        assertTrue(out.startsWith("reply    greet! invalid-argument: a name is missing\n"), out);
    }

    @Test
    void shouldWriteOverNothing() throws IOException {
        script("greet", "cat");
        String before = Files.readString(scripts.resolve("greet"));

        assertEquals(2, execute("handlers", "new", "greet", "--lang", "sh"));

        assertTrue(err.contains("exists already"), err);
        assertEquals(before, Files.readString(scripts.resolve("greet")));
        assertFalse(Files.exists(scripts.resolve("greet.toml")));
    }

    @ParameterizedTest
    @CsvSource({
        "Greet, sh, lower-case",
        "a.b, python, no dot",
        "../x, sh, lower-case",
        "../x, java, lower-case",
        "echo, sh, built-in",
        "greet, cobol, --lang takes"
    })
    void shouldRefuseNamesThatNoHandlerCanHave(String name, String language, String reason) {
        assertEquals(2, execute("handlers", "new", name, "--lang", language));

        assertTrue(err.contains(reason), err);
        assertFalse(Files.exists(scripts));
    }
}

package dev.ipcommand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.simulator.core.Timing;
import dev.ipcommand.simulator.dialect.Models;
import dev.ipcommand.simulator.fault.Variants;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole simulator on a real pseudo-terminal. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SimulatorTest {
    private static final Set<String> OURS = Set.of("modem", "pty", "sockets", "network", "control", "control-client");

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void leavesNoThreads() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (OURS.contains(thread.getName())) {
                thread.join(2_000);
                assertFalse(thread.isAlive(), () -> thread.getName() + " is still alive");
            }
        }
    }

    private Path link() {
        return directory.resolve("modem");
    }

    private Path control() {
        return directory.resolve("control");
    }

    private Simulator started() throws IOException {
        return started("bg96");
    }

    private Simulator started(String model) throws IOException {
        Simulator simulator = new Simulator(new SimulatorOptions(
                Models.find(model).orElseThrow(),
                link(),
                "8988307000000000001",
                "861107031234561",
                Optional.empty(),
                "127.64.3.23",
                Optional.of(control()),
                List.of(),
                new Variants(Models.find(model).orElseThrow().habits().toArray(new String[0])),
                new Timing(0, 0, 0),
                1,
                0,
                "ready"));
        simulator.start();
        // Until the boot messages are out: a test would find them between its answers.
        awaitStatus("\"urcs\":4,");
        return simulator;
    }

    private RandomAccessFile dte() throws IOException {
        return new RandomAccessFile(link().toFile(), "rw");
    }

    private static String ask(RandomAccessFile dte, byte[] bytes, String end) throws IOException {
        dte.write(bytes);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        while (!all.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int count = dte.read(chunk);
            if (count < 0) {
                throw new IOException("hangup after " + all);
            }
            all.write(chunk, 0, count);
            if (all.toString(StandardCharsets.ISO_8859_1).endsWith("ERROR\r\n")) {
                throw new IOException("refused: " + all);
            }
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String ask(RandomAccessFile dte, String line) throws IOException {
        return ask(dte, (line + "\r").getBytes(StandardCharsets.ISO_8859_1), "OK\r\n");
    }

    private String control(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(control()));
            return control(channel, answersOf(channel), request);
        }
    }

    /** Over one connection: the server takes four at a time, and would refuse who asks faster than it hangs up. */
    private void awaitStatus(String part) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(control()));
            BufferedReader answers = answersOf(channel);
            while (!control(channel, answers, "{\"do\":\"status\"}").contains(part)) {
                Thread.onSpinWait();
            }
        }
    }

    private static BufferedReader answersOf(SocketChannel channel) {
        return new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    private static String control(SocketChannel channel, BufferedReader answers, String request) throws IOException {
        channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
        return answers.readLine();
    }

    @Test
    void shouldCarryEveryByteBothWaysOverRealSockets() throws Exception {
        byte[] payload = new byte[1300];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 5);
        }
        try (Simulator simulator = started();
                RandomAccessFile dte = dte();
                DatagramSocket gateway = new DatagramSocket(new InetSocketAddress("127.64.3.1", 0))) {
            gateway.setSoTimeout(10_000);
            ask(dte, "ATE0");
            ask(dte, "AT+QIACT=1");
            ask(dte, ModemFixture.latin("AT+QIOPEN=1,0,\"UDP SERVICE\",\"127.0.0.1\",0,0,1\r"), "+QIOPEN: 0,0\r\n");
            int port = Integer.parseInt(ask(dte, "AT+QISTATE=1,0").split(",", -1)[4]);
            ask(dte, "AT+QURCCFG=\"urcport\",\"uart1\"");

            gateway.send(new DatagramPacket(payload, payload.length, InetAddress.getByName("127.64.3.23"), port));
            String text = new String(payload, StandardCharsets.ISO_8859_1);
            String pushed = ask(dte, new byte[0], text + "\r\n");
            ask(dte, ModemFixture.latin("AT+QISEND=0,1300,\"127.64.3.1\"," + gateway.getLocalPort() + "\r"), "> ");
            ask(dte, payload, "SEND OK\r\n");
            DatagramPacket back = new DatagramPacket(new byte[2000], 2000);
            gateway.receive(back);

            assertTrue(pushed.startsWith("\r\n+QIURC: \"recv\",0,1300,\"127.64.3.1\"," + gateway.getLocalPort()));
            assertEquals(text, new String(back.getData(), 0, back.getLength(), StandardCharsets.ISO_8859_1));
            assertEquals(port, back.getPort());
            assertEquals(List.of(), simulator.violations().latest());
        }
        assertFalse(Files.exists(link(), LinkOption.NOFOLLOW_LINKS));
        assertFalse(Files.exists(control()));
    }

    @Test
    void shouldCarryEveryByteBothWaysThroughASim7080() throws Exception {
        byte[] payload = new byte[1300];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 3);
        }
        try (Simulator simulator = started("sim7080");
                RandomAccessFile dte = dte();
                DatagramSocket gateway = new DatagramSocket(new InetSocketAddress("127.64.3.1", 0))) {
            gateway.setSoTimeout(10_000);
            ask(dte, "ATE0");
            ask(dte, ModemFixture.latin("AT+CNACT=0,1\r"), "+APP PDP: 0,ACTIVE\r\n");
            ask(dte, "AT+CASRIP=1");
            ask(dte, "AT+CAOPEN=0,0,\"UDP\",\"127.64.3.1\"," + gateway.getLocalPort() + ",1");
            ask(dte, ModemFixture.latin("AT+CASEND=0,1300\r"), ">");
            ask(dte, payload, "OK\r\n");
            DatagramPacket out = new DatagramPacket(new byte[2000], 2000);
            gateway.receive(out);
            gateway.send(new DatagramPacket(payload, payload.length, out.getSocketAddress()));
            String text = new String(payload, StandardCharsets.ISO_8859_1);
            String pushed = ask(dte, new byte[0], text + "\r\n");

            assertEquals(text, new String(out.getData(), 0, out.getLength(), StandardCharsets.ISO_8859_1));
            assertEquals(
                    "\r\n+CAURC: \"recv\",0,1300,127.64.3.1," + gateway.getLocalPort() + "\r\n" + text + "\r\n",
                    pushed);
            assertEquals(List.of(), simulator.violations().latest());
        }
    }

    @Test
    void shouldLetTheDteCloseAndReopenWithoutStaleOutput() throws Exception {
        try (Simulator simulator = started()) {
            for (int i = 0; i < 5; i++) {
                try (RandomAccessFile dte = dte()) {
                    ask(dte, "ATE0");
                    dte.write(ModemFixture.latin("AT+CGSN\r"));
                    // One byte of the answer is read, so it is there; the rest of it is what must not turn up later.
                    assertEquals('\r', dte.read());
                }
                awaitStatus("\"closes\":" + (i + 1));
            }
            try (RandomAccessFile dte = dte()) {
                ask(dte, "ATE0");
                assertEquals("\r\nOK\r\n", ask(dte, "AT"));
            }
            assertEquals(0, simulator.violations().counts().size());
        }
    }

    @Test
    void shouldHangUpAndComeBackUnderAnotherNumber() throws Exception {
        try (Simulator simulator = started()) {
            String before = Files.readSymbolicLink(link()).toString();
            try (RandomAccessFile dte = dte()) {
                ask(dte, "ATE0");
                assertEquals("{\"ok\":true}", control("{\"do\":\"hangup\",\"seconds\":0.2}"));
                assertThrows(IOException.class, () -> ask(dte, new byte[0], "never"));
            }
            while (!Files.isSymbolicLink(link())) {
                Thread.onSpinWait();
            }
            assertNotEquals(before, Files.readSymbolicLink(link()).toString());
            try (RandomAccessFile dte = dte()) {
                assertEquals("\r\nOK\r\n", ask(dte, "AT"));
            }
            assertEquals(0, simulator.violations().counts().size());
        }
    }

    @Test
    void shouldHangUpWhenItEnds() throws Exception {
        Simulator simulator = started();
        try (simulator;
                RandomAccessFile dte = dte()) {
            ask(dte, "ATE0");
            simulator.close();
            assertThrows(IOException.class, () -> ask(dte, new byte[0], "never"));
        }
    }

    @Test
    void shouldAnswerControlRequests() throws Exception {
        try (Simulator simulator = started()) {
            assertTrue(control("{\"do\":\"status\"}").startsWith("{\"model\":\"bg96\""));
            assertEquals("{\"ok\":true}", control("{\"fault\":\"F12:2\"}"));
            assertTrue(control("{\"do\":\"status\"}").contains("\"faults\":{\"F12\":2}"));
            assertTrue(control("{\"fault\":\"F99\"}").startsWith("{\"error\":"));
            assertTrue(control("{\"do\":\"dance\"}").startsWith("{\"error\":"));
            assertTrue(control("not JSON").startsWith("{\"error\":"));
            assertTrue(control("[]").startsWith("{\"error\":"));
            assertEquals(List.of(), simulator.violations().latest());
        }
    }

    @Test
    void shouldReplaceAStaleLinkAndRefuseAFile() throws Exception {
        Files.createSymbolicLink(link(), Path.of("/dev/pts/999"));
        try (Simulator simulator = started()) {
            assertNotEquals("/dev/pts/999", Files.readSymbolicLink(link()).toString());
            assertEquals(List.of(), simulator.violations().latest());
        }

        Files.writeString(link(), "precious");
        assertThrows(FileAlreadyExistsException.class, this::started);
        assertEquals("precious", Files.readString(link()));
    }

    @Test
    void shouldLeaveALinkThatAnotherHasTaken() throws Exception {
        Simulator simulator = started();
        try (simulator) {
            Files.delete(link());
            Files.createSymbolicLink(link(), Path.of("/dev/pts/999"));
        }

        assertTrue(Files.isSymbolicLink(link()));
    }
}

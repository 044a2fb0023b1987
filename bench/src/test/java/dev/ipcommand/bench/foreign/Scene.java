package dev.ipcommand.bench.foreign;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A modem, the real agent on it, and the platform behind it. One test uses it. */
final class Scene implements AutoCloseable {
    private static final AtomicInteger HOSTS = new AtomicInteger(1);

    private final Platform platform = new Platform();
    private final AgentRun agent = new AgentRun();
    private final ForeignModem modem;
    private final int listener;
    private int asked;

    Scene(ForeignModem.Family family, Freedom... freedoms) throws IOException {
        EnumSet<Freedom> chosen = EnumSet.noneOf(Freedom.class);
        chosen.addAll(Arrays.asList(freedoms));
        String address = freshAddress();
        listener = freePort(address);
        modem = new ForeignModem(agent.tty(), address, chosen, family);
    }

    /** A loopback address that no other run on this machine has: the process and a count. */
    static String freshAddress() {
        long pid = ProcessHandle.current().pid();
        return "127." + (66 + pid / 250 % 60) + "." + (1 + pid % 250) + "." + HOSTS.getAndIncrement();
    }

    private static int freePort(String address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0))) {
            return socket.getLocalPort();
        }
    }

    ForeignModem modem() {
        return modem;
    }

    AgentRun agent() {
        return agent;
    }

    Platform platform() {
        return platform;
    }

    int listener() {
        return listener;
    }

    void start(Duration patience) throws Exception {
        try {
            agent.start(listener, platform.port(), patience);
        } catch (dev.ipcommand.bench.process.ProcessException e) {
            throw new AssertionError(e.getMessage() + evidence(), e);
        }
    }

    void startWithoutWaiting() throws IOException {
        agent.configure(listener, platform.port());
        agent.launch();
    }

    void send(byte[] payload) throws IOException {
        platform.send(modem.device(listener), payload);
    }

    /** Sends a payload and wants it back, byte for byte. */
    void echo(byte[] payload, Duration patience) throws IOException {
        send(payload);
        expect(payload, patience);
    }

    void expect(byte[] payload, Duration patience) throws IOException {
        Optional<byte[]> answer = platform.receive(patience.toMillis());
        if (answer.isEmpty() || !Arrays.equals(answer.get(), payload)) {
            throw new AssertionError("sent " + Port.visible(payload) + ", got "
                    + answer.map(Port::visible).orElse("nothing in " + patience.toSeconds() + " s") + evidence());
        }
    }

    /** Asks again and again until one fresh question is answered; answers to older ones are let go. */
    void awaitService(Duration patience) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            byte[] question = ("#alive " + asked++).getBytes(StandardCharsets.ISO_8859_1);
            send(question);
            Optional<byte[]> answer = platform.receive(1000);
            while (answer.isPresent() && !Arrays.equals(answer.get(), question)) {
                answer = platform.receive(200);
            }
            if (answer.isPresent()) {
                while (platform.receive(300).isPresent()) {
                    // what was answered late
                }
                return;
            }
        }
        throw new AssertionError("no service after " + patience.toSeconds() + " s" + evidence());
    }

    /** The DTE did nothing it must not. */
    void assertClean() throws IOException {
        String problem = modem.problem();
        if (problem != null) {
            throw new AssertionError("violations: " + problem + evidence());
        }
    }

    String quietEvidence() {
        try {
            return evidence();
        } catch (IOException e) {
            return e.toString();
        }
    }

    String evidence() throws IOException {
        String all = "\n--- line\n" + modem.port().dialogue() + "\n--- agent\n" + agent.log();
        return all.length() > 6000 ? all.substring(0, 1500) + "\n…\n" + all.substring(all.length() - 4500) : all;
    }

    @Override
    public void close() throws Exception {
        agent.close();
        modem.close();
        platform.close();
    }
}

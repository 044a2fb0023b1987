package dev.ipcommand.bench.netns;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two network namespaces: the device's, with {@code wwan0} and {@code eth0}, and everything else, with the gateway behind
 * {@code wwan0} and a LAN behind {@code eth0}.
 *
 * <p>Their names hold our process id: what a killed run left behind is known by its id that is no more, and removed by the
 * next run, with the processes in it.
 */
final class Namespaces implements AutoCloseable {
    static final String GATEWAY = "100.64.0.1";
    static final String LAN_DEVICE = "192.168.77.2";
    static final String LAN_PEER = "192.168.77.1";

    private static final Path PLACE = Path.of("/run/netns");
    private static final Pattern OURS = Pattern.compile("ipcommand-(\\d+)-\\d+-(?:device|outside)");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int CLONE_NEWNET = 0x40000000;

    private final String device;
    private final String outside;

    private Namespaces(String prefix) {
        this.device = prefix + "-device";
        this.outside = prefix + "-outside";
    }

    /** Why there can be none on this machine; empty if there can. */
    static String obstacle() throws InterruptedException {
        try {
            removeLeftovers();
            String trial = "ipcommand-" + ProcessHandle.current().pid() + "-0-device";
            run("ip", "netns", "add", trial);
            run("ip", "netns", "del", trial);
            return "";
        } catch (IOException e) {
            return "no network namespace can be made here (root with CAP_SYS_ADMIN and iproute2 are needed): "
                    + e.getMessage();
        }
    }

    private static void removeLeftovers() throws IOException, InterruptedException {
        if (!Files.isDirectory(PLACE)) {
            return;
        }
        List<String> names;
        try (var files = Files.list(PLACE)) {
            names = files.map(file -> file.getFileName().toString()).toList();
        }
        for (String name : names) {
            Matcher matcher = OURS.matcher(name);
            if (matcher.matches()
                    && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                remove(name);
            }
        }
    }

    private static void remove(String name) throws IOException, InterruptedException {
        for (String pid : run("ip", "netns", "pids", name).lines().toList()) {
            ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
        run("ip", "netns", "del", name);
    }

    /** Makes both, with the LAN as the device's default route and without any route to the gateway. */
    static Namespaces create() throws IOException, InterruptedException {
        Namespaces made = new Namespaces("ipcommand-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
        try {
            run("ip", "netns", "add", made.device);
            run("ip", "netns", "add", made.outside);
            made.device("link set lo up");
            made.outside("link set lo up");
            made.device("link add eth0 type veth peer name lan0 netns " + made.outside);
            made.device("addr add " + LAN_DEVICE + "/24 dev eth0");
            made.device("link set eth0 up");
            made.outside("addr add " + LAN_PEER + "/24 dev lan0");
            made.outside("link set lan0 up");
            made.device("route add default via " + LAN_PEER);
            made.plugIn();
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    /** The device's {@code wwan0}, up and without an address, and its other end with the gateway's. */
    void plugIn() throws IOException, InterruptedException {
        device("link add wwan0 type veth peer name gw0 netns " + outside);
        outside("addr add " + GATEWAY + "/32 dev gw0");
        outside("link set gw0 up");
        device("link set wwan0 up");
    }

    /** {@code wwan0} gets this address alone, and the gateway a way back to it. */
    void address(String address) throws IOException, InterruptedException {
        device("addr flush dev wwan0");
        device("addr add " + address + "/32 dev wwan0");
        outside("route replace " + address + "/32 dev gw0 src " + GATEWAY);
    }

    /** The route that somebody but the agent has to set. */
    void route(String address) throws IOException, InterruptedException {
        device("route replace " + GATEWAY + "/32 dev wwan0 src " + address);
    }

    String device(String arguments) throws IOException, InterruptedException {
        return ip(device, arguments);
    }

    String outside(String arguments) throws IOException, InterruptedException {
        return ip(outside, arguments);
    }

    private static String ip(String namespace, String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
        command.addAll(List.of(arguments.split(" ", -1)));
        return run(command.toArray(new String[0]));
    }

    /** What starts a command in the device's namespace. */
    List<String> inDevice(List<String> command) {
        return in(device, command);
    }

    /** What starts a command outside. */
    List<String> inOutside(List<String> command) {
        return in(outside, command);
    }

    private static List<String> in(String namespace, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return all;
    }

    /** Why nftables cannot be set up outside; empty if this file's rules are in force there. */
    String obstacleTo(Path rules) throws InterruptedException {
        try {
            run(inOutside(List.of("nft", "-f", rules.toString())).toArray(new String[0]));
            return "";
        } catch (IOException e) {
            return "nftables cannot be used here: " + e.getMessage();
        }
    }

    /** Everything about routes, rules, addresses and names that an agent could have changed. */
    String snapshot() throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        // The IPv6 tables change by themselves while addresses are still tentative.
        for (String what : List.of("-4 route show table all", "rule show", "-6 rule show", "-4 addr show")) {
            // A route's age is no change.
            all.append(what).append('\n').append(device(what)).append('\n');
        }
        Path names = Path.of("/etc/resolv.conf");
        return all.append(Files.exists(names) ? Files.readString(names) : "none")
                .toString();
    }

    /** An address as four numbers: nothing here asks a name server. */
    static InetSocketAddress at(String address, int port) throws IOException {
        byte[] octets = new byte[4];
        String[] texts = address.split("\\.", -1);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(texts[i]);
        }
        return new InetSocketAddress(InetAddress.getByAddress(octets), port);
    }

    /** A socket outside, in which waiting ends after 20 s. */
    DatagramSocket socket(String address, int port) throws IOException {
        return within(outside, () -> open(address, port));
    }

    /** A socket of the device's, in which waiting ends after 20 s. */
    DatagramSocket deviceSocket(String address, int port) throws IOException {
        return within(device, () -> open(address, port));
    }

    /** Does something outside; the sockets that the calling thread itself opens there belong there for good. */
    <T> T outside(Callable<T> step) throws IOException {
        return within(outside, step);
    }

    private static DatagramSocket open(String address, int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(at(address, port));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static <T> T within(String namespace, Callable<T> step) throws IOException {
        CompletableFuture<T> done = new CompletableFuture<>();
        // The thread stays in that namespace, so it is used for this alone.
        Thread thread = new Thread(
                () -> {
                    try {
                        Kernel.enter(PLACE.resolve(namespace));
                        done.complete(step.call());
                    } catch (Exception e) {
                        done.completeExceptionally(e);
                    }
                },
                "in-namespace");
        thread.start();
        try {
            return done.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (String name : List.of(device, outside)) {
            if (Files.exists(PLACE.resolve(name))) {
                remove(name);
            }
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " does not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
        return said;
    }

    /** setns(2), for the calling thread. */
    private static final class Kernel {
        static {
            Native.register(Kernel.class, "c");
        }

        static native int open(String path, int flags) throws LastErrorException;

        static native int setns(int fd, int kind) throws LastErrorException;

        static native int close(int fd);

        static void enter(Path namespace) throws IOException {
            try {
                int fd = open(namespace.toString(), 0);
                try {
                    setns(fd, CLONE_NEWNET);
                } finally {
                    close(fd);
                }
            } catch (LastErrorException e) {
                throw new IOException("cannot enter " + namespace + ": " + e.getMessage());
            }
        }
    }
}

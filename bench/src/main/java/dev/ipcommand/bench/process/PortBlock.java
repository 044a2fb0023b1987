package dev.ipcommand.bench.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Ten neighbouring ports for one run. The last one is bound for as long as the run lives, and is what two runs compete
 * for: whoever has it has the block, without a lock file and without a gap between asking and having. The other ports
 * are then looked at, in case something else uses one.
 *
 * <p>The bound port is put to use: the webhook receiver listens there.
 */
public final class PortBlock implements AutoCloseable {
    /** Ports in a block. */
    public static final int SIZE = 10;

    private static final int FIRST = 18_080;
    private static final int LAST = 28_000;
    private static final String LOOPBACK = "127.0.0.1";
    private static final String GATEWAY = "127.64.0.1";

    private final int base;
    private final HttpServer held;

    private PortBlock(int base, HttpServer held) {
        this.base = base;
        this.held = held;
    }

    /** The first free block from 18080 upwards. */
    public static PortBlock any() throws IOException {
        for (int base = FIRST; base < LAST; base += SIZE) {
            try {
                return at(base);
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IOException("no ten free ports between " + FIRST + " and " + LAST);
    }

    /**
     * The block from this port on.
     *
     * @throws IOException if one of its ports is taken, with its number
     */
    public static PortBlock at(int base) throws IOException {
        if (base < 1024 || base > 65_535 - SIZE) {
            throw new IOException("port base " + base + ": 1024 to " + (65_535 - SIZE));
        }
        HttpServer held;
        try {
            held = HttpServer.create(at(LOOPBACK, base + SIZE - 1), 0);
        } catch (IOException taken) {
            throw new IOException("port " + (base + SIZE - 1) + " is taken", taken);
        }
        PortBlock block = new PortBlock(base, held);
        try {
            block.check();
            return block;
        } catch (IOException taken) {
            block.close();
            throw taken;
        }
    }

    private void check() throws IOException {
        try (ServerSocket http = new ServerSocket()) {
            http.setReuseAddress(true);
            http.bind(at(LOOPBACK, http()));
        } catch (IOException taken) {
            throw new IOException("port " + http() + " is taken", taken);
        }
        checkUdp(GATEWAY, gateway());
        checkUdp(deviceAddress(), listener());
    }

    private static void checkUdp(String address, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(at(address, port));
        } catch (IOException taken) {
            throw new IOException("UDP port " + port + " on " + address + " is taken", taken);
        }
    }

    private static InetSocketAddress at(String address, int port) throws IOException {
        byte[] octets = new byte[4];
        String[] texts = address.split("\\.", -1);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(texts[i]);
        }
        return new InetSocketAddress(InetAddress.getByAddress(octets), port);
    }

    public int base() {
        return base;
    }

    /** The stub's API. */
    public int http() {
        return base;
    }

    /** The stub's end of the packet network, on 127.64.0.1. */
    public int gateway() {
        return base + 1;
    }

    /** Where the agent listens. */
    public int listener() {
        return base + 2;
    }

    /** An address of the packet network that belongs to this block alone. */
    public String deviceAddress() {
        return "127.65." + (base >>> 8) + "." + (1 + (base & 0xFF) % 254);
    }

    /** Where the stub calls back. */
    public int webhook() {
        return base + SIZE - 1;
    }

    /** The server that holds the block; not started yet. */
    public HttpServer server() {
        return held;
    }

    @Override
    public void close() {
        held.stop(0);
    }
}

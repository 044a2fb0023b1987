package dev.ipcommand.simulator;

import dev.ipcommand.simulator.network.UdpStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Sockets in memory. */
final class FakeUdp implements UdpStack {
    /** What was sent. */
    static final class Sent {
        final String to;
        final byte[] payload;

        Sent(String to, byte[] payload) {
            this.to = to;
            this.payload = payload;
        }
    }

    final List<Sent> sent = new ArrayList<>();
    private final Map<String, Receiver> bound = new TreeMap<>();

    @Override
    public Socket bind(String address, int port, Receiver receiver) throws IOException {
        String name = address + ":" + port;
        if (bound.putIfAbsent(name, receiver) != null) {
            throw new IOException("in use: " + name);
        }
        return new Socket() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public void send(String to, int toPort, byte[] payload) {
                sent.add(new Sent(to + ":" + toPort, payload));
            }

            @Override
            public void close() {
                bound.remove(name);
            }
        };
    }

    boolean isBound(String name) {
        return bound.containsKey(name);
    }

    void arrive(String name, byte[] payload) {
        Objects.requireNonNull(bound.get(name), () -> "nothing bound at " + name)
                .received("127.64.0.1", 6969, payload);
    }

    @Override
    public void close() {
        bound.clear();
    }
}

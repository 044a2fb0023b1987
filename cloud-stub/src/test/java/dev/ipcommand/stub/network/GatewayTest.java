package dev.ipcommand.stub.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The socket that nobody reads from. */
class GatewayTest {
    @Test
    void shouldCountWhatTheSystemDropped() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/net/udp")), "Linux only");
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 64, 0, 1}), 0);
        try (Gateway gateway = new Gateway(any, (source, port, payload) -> {});
                DatagramSocket sender = new DatagramSocket()) {
            assertEquals(OptionalLong.of(0), gateway.overflowed());
            // Its thread is not started; twice as much as fits, for kernels that let a buffer overdraw.
            long enough = 2L * gateway.receiveBuffer() / 60_000L + 10;
            for (long i = 0; i < enough; i++) {
                sender.send(new DatagramPacket(new byte[60_000], 60_000, gateway.address()));
            }

            assertTrue(gateway.overflowed().orElse(0) > 0);
        }
    }
}

package dev.ipcommand.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HostUdpLinkTest {
    private static final Inet4Address DEVICE = address(127, 64, 91, 23);
    private static final Inet4Address ELSEWHERE = address(192, 0, 2, 1);

    @Test
    void shouldBindExactlyTheSessionsAddress() throws IOException {
        try (HostUdpLink link = HostUdpLink.bind(DEVICE, 0, new InetSocketAddress(DEVICE, 9))) {
            assertEquals(DEVICE, link.local().getAddress());
        }
    }

    @Test
    void shouldReplyToTheGatewayAndNeverToTheSource() throws IOException {
        try (DatagramChannel gateway = bound();
                DatagramChannel stranger = bound();
                HostUdpLink link = HostUdpLink.bind(DEVICE, 0, (InetSocketAddress) gateway.getLocalAddress())) {
            stranger.send(ByteBuffer.wrap(new byte[] {1}), link.local());
            ByteBuffer buffer = ByteBuffer.allocate(DatagramLink.RECEIVE_LIMIT);
            assertEquals(stranger.getLocalAddress(), link.receive(buffer));

            assertEquals(DatagramLink.Outcome.SENT, link.send(new byte[] {2, 3}));

            ByteBuffer got = ByteBuffer.allocate(16);
            assertEquals(link.local(), gateway.receive(got));
            assertArrayEquals(new byte[] {2, 3}, java.util.Arrays.copyOf(got.array(), got.position()));
        }
    }

    @Test
    void shouldTellAHeldPortFromAnAbsentAddress() throws IOException {
        try (HostUdpLink link = HostUdpLink.bind(DEVICE, 0, new InetSocketAddress(DEVICE, 9))) {
            int port = link.local().getPort();

            assertThrows(BindException.class, () -> HostUdpLink.bind(DEVICE, port, link.local()));
            assertTrue(HostUdpLink.holds(DEVICE));
            assertFalse(HostUdpLink.holds(ELSEWHERE));
            String holder = PortHolder.describe(port);
            assertTrue(holder.contains("process " + ProcessHandle.current().pid()), holder);
        }
    }

    @Test
    void shouldEndAWaitingReceiveWhenClosed() throws Exception {
        HostUdpLink link = HostUdpLink.bind(DEVICE, 0, new InetSocketAddress(DEVICE, 9));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                link.receive(ByteBuffer.allocate(8));
            } catch (IOException e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        });

        link.close();

        ExecutionException ended = assertThrows(ExecutionException.class, waiting::get);
        assertTrue(ended.getCause() instanceof ClosedChannelException, String.valueOf(ended.getCause()));
        assertEquals(DatagramLink.Outcome.LOST, link.send(new byte[] {1}));
    }

    private static DatagramChannel bound() throws IOException {
        return DatagramChannel.open().bind(new InetSocketAddress(address(127, 64, 91, 1), 0));
    }

    private static Inet4Address address(int a, int b, int c, int d) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

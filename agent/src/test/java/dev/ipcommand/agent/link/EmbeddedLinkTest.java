package dev.ipcommand.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.UdpEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EmbeddedLinkTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress(FakeModem.address(100, 64, 3, 7), 6969);
    private static final InetSocketAddress GATEWAY = new InetSocketAddress(FakeModem.address(100, 64, 0, 1), 6970);

    private final FakeModem modem = new FakeModem();
    private final EmbeddedLink link = new EmbeddedLink(LOCAL, GATEWAY);
    private final ByteBuffer buffer = ByteBuffer.allocate(DatagramLink.RECEIVE_LIMIT);

    @BeforeEach
    void attach() throws ModemException {
        link.attach(modem.openUdp(6969, link));
    }

    @Test
    void shouldSendToTheGatewayWhateverTheSourceWas() {
        link.receive(new byte[] {1}, new InetSocketAddress(FakeModem.address(203, 0, 113, 9), 1));

        assertEquals(DatagramLink.Outcome.SENT, link.send(new byte[] {2}));

        assertEquals(List.of("openUdp 6969", "send to 100.64.0.1:6970"), modem.calls);
    }

    @Test
    void shouldSendAQuestionToItsServerAndTheNextAnswerToTheGateway() {
        link.sendTo(new InetSocketAddress(FakeModem.address(192, 0, 2, 53), 53), new byte[] {1});
        link.send(new byte[] {2});

        assertEquals(List.of("openUdp 6969", "send to 192.0.2.53:53", "send to 100.64.0.1:6970"), modem.calls);
    }

    @Test
    void shouldDeliverWholeAndInOrderWhatTheModemHandedOver() throws IOException {
        byte[] largest = new byte[1300];
        Arrays.fill(largest, (byte) 0x1A);
        link.receive(largest, null);
        link.receive(new byte[0], null);

        assertArrayEquals(largest, next());
        assertArrayEquals(new byte[0], next());
    }

    @Test
    void shouldDeliverWhatCameBeforeTheEndAndThenEnd() throws IOException {
        link.receive(new byte[] {7}, null);
        link.close();

        assertArrayEquals(new byte[] {7}, next());
        assertThrows(ClosedChannelException.class, this::next);
        assertThrows(ClosedChannelException.class, this::next);
        assertEquals(DatagramLink.Outcome.LOST, link.send(new byte[] {1}));
    }

    @Test
    void shouldCountWhatFindsTheQueueFull() {
        for (int i = 0; i < 300; i++) {
            link.receive(new byte[] {1}, null);
        }

        assertEquals(300 - 256, link.overflowed());
    }

    @Test
    void shouldGiveUpWhatTheModemCannotSend() {
        assertEquals(DatagramLink.Outcome.GIVEN_UP, link.send(new byte[0]));
        assertEquals(DatagramLink.Outcome.GIVEN_UP, link.send(new byte[1461]));
        assertEquals(List.of(), modem.sent);
    }

    @Test
    void shouldTellARefusalFromAnUnknownOutcome() {
        modem.failing = new ModemException(ModemException.Kind.TIMEOUT, "no SEND OK");
        assertEquals(DatagramLink.Outcome.GIVEN_UP, link.send(new byte[] {1}));
        modem.failing = new ModemException(ModemException.Kind.REFUSED, "ERROR in place of the prompt");
        assertEquals(DatagramLink.Outcome.RETRY, link.send(new byte[] {1}));
        modem.failing = null;
        modem.outcome = UdpEndpoint.Outcome.LOST;
        assertEquals(DatagramLink.Outcome.LOST, link.send(new byte[] {1}));
    }

    private byte[] next() throws IOException {
        buffer.clear();
        link.receive(buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}

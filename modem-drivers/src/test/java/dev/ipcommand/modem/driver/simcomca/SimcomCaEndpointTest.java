package dev.ipcommand.modem.driver.simcomca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcommand.modem.AtCounters;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtDialect;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.Attachment.PortKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimcomCaEndpointTest {
    /** Takes everything, says nothing, and lets a test in before each command. */
    private static final class RecordingChannel implements AtChannel {
        final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        volatile Consumer<String> before = line -> {};

        @Override
        public void rest(java.time.Duration time) {}

        @Override
        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // nobody looks at the answers of sends
        public <R> R execute(AtCommand<R> command) {
            lines.add(command.line());
            before.accept(command.line());
            return null;
        }

        @Override
        @SuppressWarnings("NullAway")
        public <T> T inOrder(java.util.concurrent.Callable<T> task) {
            return null;
        }

        @Override
        public void use(AtDialect dialect) {}

        @Override
        public void knowModel(String model) {}

        @Override
        public void listen(Listener listener) {}

        @Override
        public int consecutiveTimeouts() {
            return 0;
        }

        @Override
        public AtCounters counters() {
            return new AtCounters(0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }

    private final RecordingChannel channel = new RecordingChannel();
    private final SimcomCaEndpoint endpoint = endpoint();

    private SimcomCaEndpoint endpoint() {
        Attachment attachment =
                new Attachment(channel, new ModemIdentity("", "SIM7080", "", ""), PortKind.UNKNOWN, () -> 0);
        SimcomCaModem modem = new SimcomCaModem(attachment, SimcomCaDriver.PROFILE);
        SimcomCaCommands commands = new SimcomCaCommands(SimcomCaDriver.PROFILE);
        return new SimcomCaEndpoint(modem, channel, commands, 0, (payload, source) -> {});
    }

    private static InetSocketAddress peer(int last) throws Exception {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {100, 64, 0, (byte) last}), 6969);
    }

    /** Else a datagram goes to the other's destination. */
    @Test
    void shouldNotLetAnotherSendComeBetweenDestinationAndData() throws Exception {
        InetSocketAddress to = peer(2);
        FutureTask<UdpEndpoint.Outcome> other = new FutureTask<>(() -> endpoint.send(to, new byte[20]));
        Thread second = new Thread(other, "second-sender");
        AtomicReference<@Nullable Thread> first = new AtomicReference<>(Thread.currentThread());
        channel.before = line -> {
            if (first.compareAndSet(Thread.currentThread(), null)) {
                second.start();
                // Until it waits for its turn, or has shown that it does not.
                while (second.getState() != Thread.State.WAITING && channel.lines.size() < 2 && second.isAlive()) {
                    Thread.onSpinWait();
                }
            }
        };

        endpoint.send(peer(1), new byte[10]);
        other.get();

        assertEquals(
                List.of(
                        "AT+CACFG=\"REMOTEADDR\",0,100.64.0.1,6969",
                        "AT+CASEND=0,10",
                        "AT+CACFG=\"REMOTEADDR\",0,100.64.0.2,6969",
                        "AT+CASEND=0,20"),
                channel.lines);
    }

    /** Nothing says whether a datagram from somebody else moves it. */
    @Test
    void shouldSetTheDestinationForEachDatagram() throws Exception {
        endpoint.send(peer(1), new byte[1]);
        endpoint.send(peer(1), new byte[1460]);

        assertEquals(
                List.of(
                        "AT+CACFG=\"REMOTEADDR\",0,100.64.0.1,6969",
                        "AT+CASEND=0,1",
                        "AT+CACFG=\"REMOTEADDR\",0,100.64.0.1,6969",
                        "AT+CASEND=0,1460"),
                channel.lines);
    }

    @Test
    void shouldRefuseWhatTheSocketCannotCarry() throws Exception {
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 6969);

        assertThrows(IllegalArgumentException.class, () -> endpoint.send(peer(1), new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> endpoint.send(peer(1), new byte[1461]));
        assertThrows(IllegalArgumentException.class, () -> endpoint.send(six, new byte[1]));
        assertEquals(List.of(), channel.lines);
    }
}

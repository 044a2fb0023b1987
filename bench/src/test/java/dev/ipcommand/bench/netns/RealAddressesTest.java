package dev.ipcommand.bench.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.bench.process.Child;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The agent on an interface of the host, with the addresses that a Super SIM has. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class RealAddressesTest {
    private static final String ADDRESS = "100.64.9.9";
    /** What the simulator's fault F22 gives instead of {@link #ADDRESS}: its neighbour. */
    private static final String NEXT = "100.64.9.11";

    private static final String ON_WWAN0 = "interface = \"wwan0\"";

    @BeforeAll
    static void needNamespaces() throws InterruptedException {
        String obstacle = Namespaces.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Test
    void shouldPrintTheRouteThatIsMissingAndServeOnceItIsTyped() throws Exception {
        try (Device device = new Device()) {
            device.network.address(ADDRESS);
            device.readyAgent("none", ON_WWAN0, ADDRESS);
            String warning = device.status().at("/link/warning").asText();
            assertTrue(
                    warning.startsWith("the route to the gateway does not leave by the session's address; "), warning);
            assertTrue(device.log().contains(warning), "the log says so too");

            String[] typed = warning.split("type: ip ", -1);
            device.network.device(typed[1]);

            device.roundTrip(ADDRESS, "typed");
            assertEquals(List.of(Device.inKernelWords(ADDRESS)), device.udpSockets());
        }
    }

    @Test
    void shouldChangeNothingOnTheHostAndHearNothingFromTheLan() throws Exception {
        try (Device device = new Device();
                DatagramSocket lan = device.network.socket(Namespaces.LAN_PEER, 0)) {
            device.network.address(ADDRESS);
            device.network.route(ADDRESS);
            String before = device.network.snapshot();
            Child agent = device.readyAgent("none", ON_WWAN0, ADDRESS);
            device.roundTrip(ADDRESS, "one");

            lan.connect(Namespaces.at(Namespaces.LAN_DEVICE, Device.PORT));
            lan.send(new DatagramPacket(new byte[] {'p', 'i', 'n', 'g'}, 4));
            assertThrows(PortUnreachableException.class, () -> lan.receive(new DatagramPacket(new byte[64], 64)));

            device.roundTrip(ADDRESS, "two");
            assertEquals(2, device.status().at("/counters/received").asInt());
            assertEquals("", device.status().at("/link/warning").asText());
            assertEquals(before, device.network.snapshot(), "while it runs");
            agent.kill();
            assertEquals(before, device.network.snapshot(), "after a crash");
            Child second = device.readyAgent("none", ON_WWAN0, ADDRESS);
            device.roundTrip(ADDRESS, "three");
            second.terminate();
            assertTrue(second.awaitExit(java.time.Duration.ofSeconds(10)).isPresent());
            assertEquals(before, device.network.snapshot(), "after an orderly end");
        }
    }

    @Test
    void shouldFollowTheInterfaceThroughAnythingThatHappensToIt() throws Exception {
        try (Device device = new Device()) {
            device.network.address(ADDRESS);
            device.network.route(ADDRESS);
            device.readyAgent("none", ON_WWAN0, ADDRESS);

            device.network.address(NEXT);
            device.network.route(NEXT);
            servesAgain(device, NEXT);

            // A device that is down keeps its address, and sockets bound to it.
            device.network.device("link set wwan0 down");
            device.awaitReason("ACTIVATING", "interface wwan0 is down");
            assertEquals(List.of(), device.udpSockets());
            device.network.device("link set wwan0 up");
            device.network.route(NEXT);
            servesAgain(device, NEXT);

            device.network.device("link del wwan0");
            device.awaitReason("ACTIVATING", "there is no interface wwan0");
            assertEquals(List.of(), device.udpSockets());
            device.network.plugIn();
            device.awaitReason("ACTIVATING", "interface wwan0 has no IPv4 address");
            device.network.address(ADDRESS);
            device.network.route(ADDRESS);
            servesAgain(device, ADDRESS);

            // The session found the route that came after it.
            device.await(
                    "no warning", status -> status.at("/link/warning").asText().isEmpty());
        }
    }

    private static void servesAgain(Device device, String address) throws Exception {
        device.awaitListening(address);
        device.roundTrip(address, "again");
        assertEquals(List.of(Device.inKernelWords(address)), device.udpSockets());
    }

    @Test
    void shouldTakeTheInterfaceThatHoldsTheModemsAddressByItself() throws Exception {
        try (Device device = new Device()) {
            device.network.address(ADDRESS);
            device.network.route(ADDRESS);
            device.modem("bg96", ADDRESS);

            device.readyAgent(device.tty().toString(), "data_path = \"auto\"", ADDRESS);

            assertEquals("interface", device.status().at("/link/path").asText());
            device.roundTrip(ADDRESS, "auto");
            assertEquals(List.of(Device.inKernelWords(ADDRESS)), device.udpSockets());
        }
    }

    @Test
    void shouldNotServeBehindTheModemsNatAndFollowTheModemsAddress() throws Exception {
        try (Device device = new Device()) {
            device.network.address("192.168.225.40");
            device.modem("generic", ADDRESS);
            device.agent(device.tty().toString(), "data_path = \"interface\"\n" + ON_WWAN0);

            JsonNode behind = device.awaitReason("BACKING_OFF", "the interface's address is not the modem's");
            assertTrue(
                    behind.at("/link/warning").asText().contains("the modem translates addresses"), behind::toString);
            assertEquals("", behind.at("/link/path").asText());
            assertEquals(List.of(), device.udpSockets());

            device.network.address(ADDRESS);
            device.network.route(ADDRESS);
            servesAgain(device, ADDRESS);

            device.tellModem("{\"fault\":\"F22\"}");
            device.network.address(NEXT);
            device.network.route(NEXT);
            servesAgain(device, NEXT);
        }
    }
}

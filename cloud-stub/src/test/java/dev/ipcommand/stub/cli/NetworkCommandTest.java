package dev.ipcommand.stub.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ipcommand.stub.CloudStub;
import dev.ipcommand.stub.HandClock;
import dev.ipcommand.stub.StubSettings;
import dev.ipcommand.stub.account.Seed;
import dev.ipcommand.stub.webhook.CallbackMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code cloud-stub network} against a running stub of two accounts. */
class NetworkCommandTest {
    private CloudStub stub;

    @BeforeEach
    void startStub() throws Exception {
        HandClock clock = new HandClock();
        Seed seed = new Seed(1);
        var world = seed.world(
                List.of(seed.account(0), seed.account(1)), 2, Optional.empty(), CallbackMethod.POST, clock.instant());
        InetSocketAddress gateway = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 64, 0, 1}), 0);
        stub = CloudStub.start(
                new StubSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), gateway, world), clock);
    }

    @AfterEach
    void stopStub() {
        stub.close();
    }

    private Said network(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--url", stub.url()));
        all.addAll(List.of(arguments));
        return run(all);
    }

    private static Said run(List<String> arguments) {
        return Said.by(new NetworkCommand(), arguments.toArray(new String[0]));
    }

    @Test
    void shouldShowEverySimWithoutAChange() {
        Said said = network();

        assertEquals(0, said.status(), said.text());
        assertEquals(4, said.out().lines().count());
        assertTrue(said.line("8988307000000000002").matches("bench-2 .* active +detached +- +no +-"), said.text());
    }

    @Test
    void shouldChangeOneOrAll() {
        Said one = network("bench-2", "--attach", "--delay", "2s", "--loss=0.25", "--sleep=psm", "--psm-active=0");
        assertEquals(0, one.status(), one.text());
        assertTrue(
                one.line("bench-2")
                        .matches(".*attached +127\\.64\\.0\\.23 +no +delay_ms=2000 loss=0.25 psm, active 0 ms.*"),
                one.text());

        Said all = network("--attach");
        assertTrue(all.line("8988307000000000001").matches(".*attached +127\\.64\\.0\\.24 +yes +-"), all.text());
        assertEquals(
                3,
                all.text().lines().filter(line -> line.contains(" attached ")).count());

        Said moved = network("8988307000000000001", "--device-ip=127.64.3.3", "--lease=9", "--new-address");
        assertTrue(moved.text().contains("127.64.3.3"), moved.text());
        assertTrue(moved.text().contains("lease_s=9 new_address"), moved.text());
        Said back = network("8988307000000000001", "--detach", "--no-new-address", "--sleep=edrx");
        assertTrue(
                back.line("000001").matches(".*detached +127\\.64\\.3\\.3 +no +edrx 2560 of 20480 ms.*"), back.text());
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        record Wrong(int status, String part, Said said) {}
        for (Wrong wrong : List.of(
                new Wrong(2, "loss: a number from 0 to 1 is needed", network("--loss=2")),
                new Wrong(2, "device_ip: one Sim's only", network("--device-ip=127.64.3.3")),
                new Wrong(2, "device_ip: an IPv4 address of", network("bench-2", "--device-ip=8.8.8.8")),
                new Wrong(2, "no Sim is called nobody", network("nobody", "--attach")),
                new Wrong(2, "several accounts have a Sim called bench-1", network("bench-1", "--attach")),
                new Wrong(2, "exclude each other", network("--attach", "--detach")),
                new Wrong(2, "--delay: a duration", network("--delay=2")),
                new Wrong(2, "--url: an http URL", run(List.of("--url=nonsense"))))) {
            assertEquals(wrong.status(), wrong.said().status(), wrong.said().text());
            assertTrue(wrong.said().text().contains(wrong.part()), wrong.said().text());
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            taken.close();
            Said nobody = run(List.of("--url=http://127.0.0.1:" + port));
            assertEquals(1, nobody.status());
            assertTrue(nobody.text().contains("no stub answers at http://127.0.0.1:" + port), nobody.text());
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        server.start();
        try {
            Said other =
                    run(List.of("--url=http://127.0.0.1:" + server.getAddress().getPort()));
            assertEquals(1, other.status());
            assertTrue(other.text().contains("is no cloud-stub (HTTP 204)"), other.text());
        } finally {
            server.stop(0);
        }
    }
}

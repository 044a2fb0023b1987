package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What becomes of an accepted command: items 7 to 9 of what a faithful stub must do. */
class DeliveryTest extends RunningStub {
    @Test
    void item07ShouldSendOneDatagramFromTheGatewayAndBecomeSent() throws Exception {
        Device device = attach();
        clock.stepBy(Duration.ofSeconds(1));

        Answer created = create("checkin: firmware update", device.port(), "").expect(201);
        DatagramPacket packet = device.receive();
        JsonNode event = events.await("command.sent", created.text("sid"));

        assertEquals(
                "checkin: firmware update",
                new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        assertEquals(stub.gateway(), packet.getSocketAddress());
        Answer sent = get("/v1/IpCommands/" + created.text("sid")).expect(200);
        assertEquals("sent", sent.text("status"));
        assertEquals("127.64.0.23", sent.text("device_ip"));
        assertEquals(13, sent.json().size());
        assertEquals(created.text("date_created"), sent.text("date_created"));
        assertTrue(sent.text("date_updated").compareTo(created.text("date_updated")) > 0);
        assertTrue(event.path("time").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        assertEquals("127.64.0.23", event.path("device_ip").asText());
    }

    @Test
    void item07ShouldSendBinaryDecodedAndByteExact() throws Exception {
        Device device = attach();
        byte[] every = new byte[1300];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }

        create(base64(every), device.port(), "&PayloadType=binary").expect(201);
        assertArrayEquals(every, device.receivePayload());
        create("é\0😀", device.port(), "").expect(201);
        assertArrayEquals("é\0😀".getBytes(StandardCharsets.UTF_8), device.receivePayload());
    }

    @Test
    void shouldKeepTheOrderOfManyCommands() throws Exception {
        Device device = attach();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.add("n" + i);
            create("n" + i, device.port(), "").expect(201);
        }
        for (String expected : sent) {
            assertEquals(expected, new String(device.receivePayload(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldDeliverInTheOrderOfTheListWhoeverElseSends() throws Exception {
        Device device = attach();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Answer>> creations = new ArrayList<>();
            for (int i = 0; i < 1200; i++) {
                String payload = Integer.toString(i);
                creations.add(() -> create(payload, device.port(), "").expect(201));
            }
            for (Future<Answer> created : clients.invokeAll(creations)) {
                created.get();
            }
        } finally {
            clients.shutdownNow();
        }
        List<String> listed = new ArrayList<>();
        for (String page = "/v1/IpCommands?PageSize=1000"; !page.isEmpty(); ) {
            JsonNode list = get(page).expect(200).json();
            list.path("ip_commands")
                    .forEach(command -> listed.add(command.path("payload").asText()));
            JsonNode next = list.at("/meta/next_page_url");
            page = next.isNull() ? "" : next.asText().substring(stub.url().length());
        }
        Collections.reverse(listed);

        List<String> received = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            received.add(new String(device.receivePayload(), StandardCharsets.UTF_8));
        }
        assertEquals(listed, received);
    }

    @Test
    void item08ShouldFailWithoutADatagramIfNotAttached() throws Exception {
        Customer customer = keep(new Customer());
        Answer created =
                create("x", 6969, "&CallbackUrl=" + encode(customer.url("/cb"))).expect(201);

        assertEquals("queued", created.text("status"));
        JsonNode event = events.await("command.failed", created.text("sid"));
        assertEquals(83401, event.path("error_code").asInt());
        Answer failed = get("/v1/IpCommands/" + created.text("sid")).expect(200);
        assertEquals("failed", failed.text("status"));
        assertTrue(failed.json().path("device_ip").isNull());
        assertEquals(13, failed.json().size(), "the resource has no error fields");
        Customer.Call call = customer.next();
        assertEquals("failed", call.parameters().get("Status"));
        assertEquals("83401", call.parameters().get("ErrorCode"));
        assertEquals(
                "The device was not attached to a cellular network",
                call.parameters().get("ErrorMessage"));
    }

    @Test
    void item08ShouldFailWith83400IfToldTo() throws Exception {
        Customer customer = keep(new Customer());
        Device device = attach();
        bench("POST", "/_stub/faults", "{\"error_code\":83400,\"count\":1}").expect(201);

        create("lost", device.port(), "&CallbackUrl=" + encode(customer.url("/cb")))
                .expect(201);
        create("kept", device.port(), "").expect(201);

        assertEquals("83400", customer.next().parameters().get("ErrorCode"));
        assertEquals("kept", new String(device.receivePayload(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldFailAfterTheLeaseHasRunOut() throws Exception {
        network("{\"attached\":true,\"lease_s\":10}").expect(200);
        clock.advance(Duration.ofMillis(9_999));
        assertTrue(
                get("/_stub/sims/" + ICCID + "/network").json().path("attached").asBoolean());

        clock.advance(Duration.ofMillis(1));
        Answer created = create("x", 6969, "").expect(201);

        events.await("command.failed", created.text("sid"));
        events.await("network.detached");
        assertFalse(
                get("/_stub/sims/" + ICCID + "/network").json().path("attached").asBoolean());
    }

    @Test
    void item09ShouldStaySentWhateverTheRadioDoes() throws Exception {
        Device device = attach();
        network("{\"loss\":1.0}").expect(200);
        Answer lost = create("lost", device.port(), "").expect(201);
        events.await("command.sent", lost.text("sid"));
        events.await("datagram.lost");

        network("{\"loss\":0,\"duplicate\":1}").expect(200);
        create("twice", device.port(), "").expect(201);
        assertEquals("twice", new String(device.receivePayload(), StandardCharsets.UTF_8));
        assertEquals("twice", new String(device.receivePayload(), StandardCharsets.UTF_8));

        network("{\"duplicate\":0,\"reorder\":1}").expect(200);
        create("first", device.port(), "").expect(201);
        network("{\"reorder\":0}").expect(200);
        create("second", device.port(), "").expect(201);
        assertEquals("second", new String(device.receivePayload(), StandardCharsets.UTF_8));
        assertEquals("first", new String(device.receivePayload(), StandardCharsets.UTF_8));

        assertEquals(
                4, get("/v1/IpCommands?Status=sent").json().path("ip_commands").size());
    }

    @Test
    void item09ShouldDelayAndDropWhatArrivesAfterTheDetach() throws Exception {
        Device device = attach();
        network("{\"delay_ms\":150}").expect(200);
        long start = System.nanoTime();
        create("late", device.port(), "").expect(201);
        device.receivePayload();
        assertTrue(System.nanoTime() - start >= 150_000_000L);

        network("{\"delay_ms\":3000}").expect(200);
        Answer never = create("never", device.port(), "").expect(201);
        events.await("command.sent", never.text("sid"));
        network("{\"attached\":false}").expect(200);
        assertTrue(events.await("datagram.lost").path("because").asText().startsWith("no longer attached"));
    }

    @Test
    void shouldSendToTheAddressAskedFor() throws Exception {
        network("{\"attached\":true,\"device_ip\":\"127.64.9.9\"}").expect(200);
        Device device = keep(new Device("127.64.9.9"));

        create("there", device.port(), "").expect(201);

        assertEquals("there", new String(device.receivePayload(), StandardCharsets.UTF_8));
        assertEquals(InetAddress.getByName("127.64.0.1"), stub.gateway().getAddress());
    }
}

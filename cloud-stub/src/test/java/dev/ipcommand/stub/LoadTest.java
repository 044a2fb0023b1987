package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 5000 commands to 200 devices: every one arrives, in its device's order although the delay varies, and every one is sent. */
class LoadTest extends RunningStub {
    private static final int SIMS = 200;
    private static final int EACH = 25;
    private static final int CLIENTS = 4;

    @Override
    int sims() {
        return SIMS;
    }

    @Test
    void shouldSendEveryCommandInItsDevicesOrder() throws Exception {
        events.close();
        bench("PUT", "/_stub/network", "{\"attached\":true,\"delay_ms\":1,\"jitter_ms\":20}")
                .expect(200);
        List<Device> devices = new ArrayList<>();
        for (JsonNode sim : get("/_stub/sims").json().path("sims")) {
            if (devices.size() < SIMS) {
                devices.add(keep(new Device(sim.at("/network/device_ip").asText())));
            }
        }

        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> {
                        for (int sim = client; sim < SIMS; sim += CLIENTS) {
                            for (int number = 0; number < EACH; number++) {
                                post(
                                                "/v1/IpCommands",
                                                "Sim=bench-" + (sim + 1) + "&DevicePort="
                                                        + devices.get(sim).port() + "&Payload=" + number)
                                        .expect(201);
                            }
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> client : running) {
                client.get();
            }
        } finally {
            clients.shutdown();
        }

        // A device's socket holds its 25 datagrams until they are read here: the kernel drops none.
        for (Device device : devices) {
            for (int number = 0; number < EACH; number++) {
                assertEquals(Integer.toString(number), new String(device.receivePayload(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(SIMS * EACH, stored());
        assertEquals(0, get("/_stub/health").json().path("datagrams_under_way").asInt());
        // The last is marked after it has left, before the worker fails a command to a Sim that is not attached.
        network("{\"attached\":false}").expect(200);
        String behind = create("x", 1, "").expect(201).text("sid");
        while (!get("/v1/IpCommands/" + behind).text("status").equals("failed")) {
            Thread.onSpinWait();
        }
        assertTrue(
                get("/v1/IpCommands?Status=queued").json().path("ip_commands").isEmpty());
        int sent = 0;
        for (String page = "/v1/IpCommands?Status=sent&PageSize=1000"; !page.isEmpty(); ) {
            JsonNode list = get(page).expect(200).json();
            sent += list.path("ip_commands").size();
            String next = list.at("/meta/next_page_url").asText("");
            page = next.equals("null") || next.isEmpty()
                    ? ""
                    : next.substring(stub.url().length());
        }
        assertEquals(SIMS * EACH, sent);
    }
}

package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.stub.control.FaultControl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Injected faults: item 21. */
class FaultsTest extends RunningStub {
    private static final String AT_START = "{\"status\":503,\"path\":\"/v1/Fleets\",\"count\":2}";

    @Override
    void adjust(StubSettings settings) {
        settings.faults(List.of(FaultControl.rule(AT_START.getBytes(StandardCharsets.UTF_8))));
    }

    private void inject(String json) throws Exception {
        bench("POST", "/_stub/faults", json).expect(201);
    }

    private HttpRequest request(String path) throws Exception {
        return HttpRequest.newBuilder(URI.create(stub.url() + path))
                .header("Authorization", authorization())
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"status\":429}', 429, 20429, 1",
        "'{\"status\":429,\"retry_after_s\":7}', 429, 20429, 7",
        "'{\"status\":429,\"retry_after_s\":0}', 429, 20429, none",
        "'{\"status\":500}', 500, 20500, none",
        "'{\"status\":502}', 502, 20502, none",
        "'{\"status\":503,\"retry_after_s\":3}', 503, 20503, 3",
        "'{\"status\":503,\"afterwards\":true,\"retry_after_s\":3}', 503, 20503, 3",
        "'{\"status\":404}', 404, 20404, none"
    })
    void item21ShouldAnswerWithTheStatusItsCodeAndRetryAfter(String rule, int status, int code, String retryAfter)
            throws Exception {
        inject(rule);

        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request("/v1/Sims"), HttpResponse.BodyHandlers.ofString());

        assertEquals(status, answer.statusCode());
        assertTrue(answer.body().startsWith("{\"code\":" + code + ","), answer.body());
        assertEquals(retryAfter, answer.headers().firstValue("Retry-After").orElse("none"));
        get("/v1/Sims").expect(200);
    }

    @Test
    void item21ShouldMeetOnlyTheSimItIsMadeFor() throws Exception {
        String second = get("/v1/Sims/bench-2").text("sid");
        for (String name : List.of(second, "8988307000000000002", "bench-2")) {
            inject("{\"status\":500,\"sim\":\"" + name + "\",\"count\":2}");

            create("x", 1, "").expect(201);
            get("/v1/Sims/bench-2").expect(200);
            post("/v1/IpCommands", "Sim=bench-2&Payload=x&DevicePort=1").expectError(500, 20500);
            post("/v1/IpCommands", "DevicePort=1&Payload=x&Sim=" + second).expectError(500, 20500);
            post("/v1/IpCommands", "Sim=bench-2&Payload=x&DevicePort=1").expect(201);
        }
        assertEquals(6, stored());
    }

    @Test
    void item21ShouldFailTheDeliveriesOfOneSim() throws Exception {
        inject("{\"error_code\":83400,\"sim\":\"bench-2\"}");

        String first = create("x", attach().port(), "").expect(201).text("sid");
        events.await("command.sent", first);
        String second = post("/v1/IpCommands", "Sim=bench-2&Payload=x&DevicePort=1")
                .expect(201)
                .text("sid");

        assertEquals(
                83400, events.await("command.failed", second).path("error_code").asInt());
    }

    @Test
    void item21ShouldListWhatIsLeftOfEachRule() throws Exception {
        JsonNode rules = get("/_stub/faults").json().path("faults");
        assertEquals(1, rules.size());
        assertEquals(2, rules.path(0).path("count").asInt());

        get("/v1/Fleets").expectError(503, 20503);

        assertEquals(
                1,
                get("/_stub/faults").json().path("faults").path(0).path("count").asInt());
        get("/v1/Fleets/bench").expectError(503, 20503);
        assertTrue(get("/_stub/faults").json().path("faults").isEmpty());
        get("/v1/Fleets").expect(200);
    }

    @Test
    void item21ShouldResetTheConnectionOfACommandThatIsCarriedOut() throws Exception {
        inject("{\"reset\":true,\"afterwards\":true,\"method\":\"POST\"}");

        assertThrows(IOException.class, () -> create("x", 1, ""));

        assertEquals(1, stored());
    }

    @Test
    void shouldAnswerOthersHoweverManyAreSlow() throws Exception {
        inject("{\"delay_ms\":60000,\"path\":\"/v1/Sims\",\"count\":1000}");
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        LinkedBlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            calls.add(client.sendAsync(request("/v1/Sims"), HttpResponse.BodyHandlers.discarding())
                    .thenAccept(answer -> answers.add(answer.statusCode())));
        }
        // 16 wait, and nobody waits for them.
        for (int i = 0; i < 64; i++) {
            assertEquals(Optional.of(503), Optional.ofNullable(answers.poll(20, TimeUnit.SECONDS)));
        }
        get("/v1/IpCommands").expect(200);

        long start = System.nanoTime();
        stub.close();

        assertTrue(System.nanoTime() - start < 20_000_000_000L, "the slow ones do not hold up the end");
        calls.forEach(call -> call.cancel(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"kind\":\"x\"}",
                "{\"count\":1}",
                "{\"status\":200}",
                "{\"status\":600}",
                "{\"status\":\"500\"}",
                "{\"status\":500,\"count\":0}",
                "{\"status\":500,\"count\":1000001}",
                "{\"delay_ms\":60001}",
                "{\"delay_ms\":-1}",
                "{\"reset\":1}",
                "{\"error_code\":83401}",
                "{\"error_code\":83400,\"status\":500}",
                "{\"status\":429,\"retry_after_s\":3601}",
                "{\"status\":500,\"method\":\"post\"}",
                "{\"status\":500,\"method\":1}",
                "{\"status\":500,\"path\":\"v1\"}"
            })
    void shouldRefuseRulesThereCannotBe(String json) throws Exception {
        bench("POST", "/_stub/faults", json).expectError(400);

        assertEquals(1, get("/_stub/faults").json().path("faults").size());
    }

    @Test
    void shouldKeepAtMost64Rules() throws Exception {
        for (int i = 1; i < 64; i++) {
            inject("{\"status\":500,\"path\":\"/nowhere\"}");
        }
        bench("POST", "/_stub/faults", "{\"status\":500}").expectError(409);
    }
}

package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.stub.webhook.Callback;
import dev.ipcommand.stub.webhook.CallbackKeys;
import dev.ipcommand.stub.webhook.CallbackMethod;
import dev.ipcommand.stub.webhook.Destination;
import dev.ipcommand.stub.webhook.KoreSignature;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Callbacks as KORE makes them: items 14 and 15. The signature's vector is in KoreSignatureTest. */
class KoreCallbackTest extends KoreStub {
    private Answer createWithCallback(Device device, String url, String more) throws Exception {
        return create("x y", device.port(), "&CallbackUrl=" + encode(url) + more)
                .expect(201);
    }

    private String signature(Customer.Call call, String url, CallbackMethod method) {
        return KoreSignature.of(new Callback(
                "",
                new CallbackKeys("unused", Optional.of("webhook secret")),
                new Destination(url, method),
                call.parameters()));
    }

    @Test
    void item14ShouldCallAsKoreDoes() throws Exception {
        Customer customer = keep(new Customer());

        createWithCallback(attach(), customer.url("/cb?x=1&y=2#cbs=kore"), "");
        Customer.Call call = customer.next();

        assertEquals("/cb?x=1&y=2", call.uri());
        assertEquals("KoreProxy/1.1", call.header("user-agent"));
        assertEquals("2026-01-31T23:59:58Z", call.header("date"));
        assertTrue(call.header("kore-idempotency-token").matches("[0-9a-f-]{36}"));
        assertEquals(signature(call, customer.url("/cb"), CallbackMethod.POST), call.header("kore-signature"));
        assertFalse(call.headers().containsKey("X-Twilio-Signature"));
        assertEquals("sent", call.parameters().get("Status"));
    }

    @Test
    void item14ShouldCallAGetAsKoreDoes() throws Exception {
        Customer customer = keep(new Customer());

        createWithCallback(attach(), customer.url("/cb?x=1"), "&CallbackMethod=GET");
        Customer.Call call = customer.next();

        assertTrue(call.uri().startsWith("/cb?x=1&AccountSid="), call.uri());
        assertEquals(signature(call, customer.url("/cb"), CallbackMethod.GET), call.header("kore-signature"));
    }

    @Test
    void shouldSendAnEmptySignatureForAnAccountWithoutASecret() throws Exception {
        Customer customer = keep(new Customer());
        String token = askForToken(other.kore().id(), other.kore().secret()).text("access_token");

        send(
                        "POST",
                        "/v1/IpCommands",
                        "Sim=bench-1&DevicePort=1&Payload=x&CallbackUrl=" + encode(customer.url("/cb")),
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        FORM)
                .expect(201);

        assertEquals("", customer.next().header("kore-signature"));
    }

    @Test
    void shouldLoseTheSecondQueryParameterOfAUrlThatIsNotEncoded() throws Exception {
        Customer customer = keep(new Customer());

        create("x", attach().port(), "&CallbackUrl=" + customer.url("/cb?foo1=bar1&foo2=bar2"))
                .expect(201);

        assertEquals("/cb?foo1=bar1", customer.next().uri());
    }

    @Test
    void items14And15ShouldRetryOnceWithTheSameToken() throws Exception {
        Customer customer = keep(new Customer());
        Device device = attach();
        for (String status : List.of("408", "423", "500", "503", "599")) {
            Answer created = createWithCallback(device, customer.url("/status/" + status), "");
            createWithCallback(device, customer.url("/status/" + status), "");

            Customer.Call first = customer.next();
            Customer.Call again = customer.next();
            // The order of a destination holds over the retry: the second command's come after both.
            Customer.Call second = customer.next();
            customer.next();
            assertEquals(created.text("sid"), first.parameters().get("CommandSid"));
            assertEquals(first.parameters(), again.parameters());
            assertEquals(first.header("kore-idempotency-token"), again.header("kore-idempotency-token"));
            assertNotEquals(created.text("sid"), second.parameters().get("CommandSid"));
            assertNotEquals(first.header("kore-idempotency-token"), second.header("kore-idempotency-token"));
            assertEquals("sent", get("/v1/IpCommands/" + created.text("sid")).text("status"));
        }
        assertTrue(customer.quiet());
        // The last of them ends after its receiver has seen it.
        JsonNode newest = events.await(event ->
                event.path("attempt").asInt() == 2 && event.path("url").asText().endsWith("599") && newestIs(event));
        assertEquals(83402, newest.path("error_code").asInt());
    }

    private boolean newestIs(JsonNode event) {
        return event.path("http_status").asInt() == 599;
    }

    @Test
    void item15ShouldNotRetryOtherAnswers() throws Exception {
        Customer customer = keep(new Customer());
        Device device = attach();
        for (String status : List.of("302", "400", "404", "409", "429")) {
            Answer created = createWithCallback(device, customer.url("/status/" + status), "");

            JsonNode event = events.await("callback.failed", created.text("sid"));

            assertEquals(1, event.path("attempt").asInt());
            assertEquals(status, event.path("http_status").asText());
            customer.next();
        }
        // Had one been retried, it would have come before this.
        createWithCallback(device, customer.url("/cb"), "");
        assertEquals("/cb", customer.next().uri());
    }

    @Test
    void item15ShouldNotRetryWhenThereWasNoAnswer() throws Exception {
        String nowhere;
        try (Customer gone = new Customer()) {
            nowhere = gone.url("/cb");
        }
        Answer created = createWithCallback(attach(), nowhere, "");
        events.await("callback.failed", created.text("sid"));
        createWithCallback(attach(), nowhere, "");
        JsonNode next = events.await("callback.failed");

        assertEquals(1, next.path("attempt").asInt());
        assertNotEquals(created.text("sid"), next.path("sid").asText());
    }
}

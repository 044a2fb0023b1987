package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.stub.webhook.Callback;
import dev.ipcommand.stub.webhook.CallbackMethod;
import dev.ipcommand.stub.webhook.Destination;
import dev.ipcommand.stub.webhook.TwilioSignature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Status callbacks: items 13 to 15 of what a faithful stub must do; the signature's vectors are in TwilioSignatureTest. */
class CallbackTest extends RunningStub {
    private Answer createWithCallback(Device device, String url, String more) throws Exception {
        return create("x y&z=é", device.port(), "&CallbackUrl=" + encode(url) + more)
                .expect(201);
    }

    @Test
    void items13And14ShouldPostExactlyTheDocumentedNamesSigned() throws Exception {
        Customer customer = keep(new Customer());

        Answer created = createWithCallback(attach(), customer.url("/cb?x=1&y=%20"), "");
        Customer.Call call = customer.next();

        assertEquals("POST", call.method());
        assertEquals("/cb?x=1&y=%20", call.uri());
        assertEquals("application/x-www-form-urlencoded; charset=UTF-8", call.contentType());
        assertEquals(
                List.of(
                        "AccountSid",
                        "CommandSid",
                        "SimSid",
                        "SimUniqueName",
                        "PayloadType",
                        "Payload",
                        "Direction",
                        "Status"),
                new ArrayList<>(call.parameters().keySet()));
        assertEquals(created.text("sid"), call.parameters().get("CommandSid"));
        assertEquals("x y&z=é", call.parameters().get("Payload"));
        assertEquals("sent", call.parameters().get("Status"));
        assertEquals("bench-1", call.parameters().get("SimUniqueName"));
        Callback same = new Callback(
                created.text("sid"),
                account.callbackKeys(),
                new Destination(customer.url("/cb?x=1&y=%20"), CallbackMethod.POST),
                call.parameters());
        assertEquals(TwilioSignature.of(same), call.signature());
    }

    @Test
    void item13ShouldKeepTheQueryOfAGet() throws Exception {
        Customer customer = keep(new Customer());

        createWithCallback(attach(), customer.url("/cb?x=1#part"), "&CallbackMethod=GET");
        Customer.Call call = customer.next();

        assertEquals("GET", call.method());
        assertTrue(call.uri().startsWith("/cb?x=1&AccountSid=AC"), call.uri());
        assertEquals("x y&z=é", call.parameters().get("Payload"));
        assertEquals("sent", call.parameters().get("Status"));
    }

    @Test
    void item15ShouldLogARefusalAs83402AndChangeNothing() throws Exception {
        Customer customer = keep(new Customer());
        for (String status : List.of("500", "404", "302")) {
            Answer created = createWithCallback(attach(), customer.url("/status/" + status), "");
            JsonNode event = events.await("callback.failed", created.text("sid"));

            assertEquals(83402, event.path("error_code").asInt());
            assertEquals(status, event.path("http_status").asText());
            assertEquals("sent", get("/v1/IpCommands/" + created.text("sid")).text("status"));
            assertEquals(1, customer.next().parameters().size() / 8, "called once");
        }
        JsonNode newest = get("/_stub/deliveries").json().path("deliveries").path(0);
        assertEquals(302, newest.path("http_status").asInt());
        assertEquals(83402, newest.path("error_code").asInt());
        assertTrue(customer.quiet());
    }

    @Test
    void shouldNotLetAHangingReceiverDelayAnother() throws Exception {
        Customer customer = keep(new Customer());
        Device device = attach();
        Answer hanging = createWithCallback(device, customer.url("/hang"), "");
        customer.next();

        Answer quick = createWithCallback(device, customer.url("/quick"), "");

        // The quick one is reported while the other still hangs: its event comes first.
        JsonNode first = events.await(event -> event.path("type").asText().startsWith("callback."));
        assertEquals(quick.text("sid"), first.path("sid").asText());
        customer.release();
        events.await("callback.delivered", hanging.text("sid"));
    }

    @Test
    void shouldEndWhileAReceiverHangs() throws Exception {
        Customer customer = keep(new Customer());
        createWithCallback(attach(), customer.url("/hang"), "");
        customer.next();

        stub.close();

        // The receiver hangs on; whoever called it does not.
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("webhook")) {
                thread.join(10_000);
                assertFalse(thread.isAlive());
            }
        }
    }

    @Test
    void shouldAuthenticateAtAUrlWithAPasswordAndNotShowIt() throws Exception {
        Customer customer = keep(new Customer());
        String url = customer.url("/cb").replace("//", "//me:p%40ss@");

        Answer created = createWithCallback(attach(), url, "");
        Customer.Call call = customer.next();

        assertEquals(basic("me", "p@ss"), call.header("Authorization"));
        Callback same =
                new Callback("", account.callbackKeys(), new Destination(url, CallbackMethod.POST), call.parameters());
        assertEquals(TwilioSignature.of(same), call.signature());
        JsonNode event = events.await("callback.delivered", created.text("sid"));
        assertEquals(
                customer.url("/cb").replace("//", "//***@"), event.path("url").asText());
        assertFalse(get("/_stub/deliveries").json().toString().contains("p%40ss"));
    }

    @Test
    void item13ShouldSendAnEmptySimUniqueNameForASimWithoutAName() throws Exception {
        Customer customer = keep(new Customer());
        post("/v1/Sims/bench-1", "UniqueName=").expect(200);

        createUnnamed(customer);

        assertEquals("", customer.next().parameters().get("SimUniqueName"));
    }

    private void createUnnamed(Customer customer) throws Exception {
        String sim = get("/v1/Sims?Iccid=" + ICCID)
                .json()
                .path("sims")
                .path(0)
                .path("sid")
                .asText();
        post("/v1/IpCommands", "Sim=" + sim + "&DevicePort=1&Payload=x&CallbackUrl=" + encode(customer.url("/cb")))
                .expect(201);
    }

    @Test
    void item15ShouldLogAReceiverThatIsNotThere() throws Exception {
        String nowhere;
        try (Customer gone = new Customer()) {
            nowhere = gone.url("/cb");
        }
        Answer created = createWithCallback(attach(), nowhere, "");

        events.await("callback.failed", created.text("sid"));
        assertEquals("sent", get("/v1/IpCommands/" + created.text("sid")).text("status"));
    }
}

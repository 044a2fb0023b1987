package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ipcommand.stub.command.Switches;
import dev.ipcommand.stub.dialect.Dialect;
import org.junit.jupiter.api.Test;

/** The switches for what is not documented, all turned. */
class SwitchesTest extends RunningStub {
    @Override
    void adjust(StubSettings settings) {
        settings.switches(new Switches(true, true, true, true)).callbacksOf(Dialect.KORE);
    }

    @Test
    void shouldCallBackForQueuedFirst() throws Exception {
        Customer customer = keep(new Customer());
        Device device = attach();

        create("x", device.port(), "&CallbackUrl=" + encode(customer.url("/cb")))
                .expect(201);

        assertEquals("queued", customer.next().parameters().get("Status"));
        assertEquals("sent", customer.next().parameters().get("Status"));
    }

    @Test
    void shouldLeaveOutTheNameOfASimWithoutOne() throws Exception {
        Customer customer = keep(new Customer());
        String sim = post("/v1/Sims/bench-1", "UniqueName=").expect(200).text("sid");

        post("/v1/IpCommands", "Sim=" + sim + "&DevicePort=1&Payload=x&CallbackUrl=" + encode(customer.url("/cb")))
                .expect(201);

        assertFalse(customer.next().parameters().containsKey("SimUniqueName"));
    }

    @Test
    void item14ShouldLetKoreCallBackForTwiliosApi() throws Exception {
        Customer customer = keep(new Customer());

        create("x", attach().port(), "&CallbackUrl=" + encode(customer.url("/cb")))
                .expect(201);
        Customer.Call call = customer.next();

        assertEquals("KoreProxy/1.1", call.header("user-agent"));
        assertEquals("null", call.signature());
        assertEquals(64, call.header("kore-signature").length());
    }

    @Test
    void shouldCountBase64CharactersAndKeepOversizeDatagrams() throws Exception {
        Device device = attach();
        create(base64(new byte[975]), device.port(), "&PayloadType=binary").expect(201);
        create(base64(new byte[976]), device.port(), "&PayloadType=binary").expectError(400);

        device.send(stub.gateway(), new byte[4000]);
        JsonNode event = events.await("command.received");
        assertEquals(4000, event.path("bytes").asInt());
        assertEquals(false, event.path("truncated").asBoolean());
    }
}

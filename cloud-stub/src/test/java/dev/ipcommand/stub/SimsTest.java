package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sims: item 20 of what a faithful stub must do, and the rules behind 83001 to 83011. */
class SimsTest extends RunningStub {
    private static final String FREE = "8988323000000000001";
    private static final String CODE = "&RegistrationCode=ABCDE12345";

    private Answer sim(String reference) throws Exception {
        return get("/v1/Sims/" + reference).expect(200);
    }

    private Answer asOther(String method, String path, String form) throws Exception {
        return send(method, path, form, "Authorization", basic(other.sid(), other.authToken()), "Content-Type", FORM);
    }

    @Test
    void item20ShouldRegisterASimAsNew() throws Exception {
        Answer created = post("/v1/Sims", "Iccid=" + FREE + CODE).expect(201);

        List<String> names = new ArrayList<>();
        created.json().fieldNames().forEachRemaining(names::add);
        assertEquals(
                List.of(
                        "sid",
                        "unique_name",
                        "account_sid",
                        "iccid",
                        "status",
                        "fleet_sid",
                        "date_created",
                        "date_updated",
                        "url",
                        "links"),
                names);
        assertTrue(created.text("sid").matches("HS[0-9a-f]{32}"));
        assertEquals("new", created.text("status"));
        assertTrue(created.json().path("fleet_sid").isNull());
        assertTrue(created.json().path("unique_name").isNull());
        assertEquals(created.json(), sim(created.text("sid")).json());
        assertEquals(
                1, get("/v1/Sims?Iccid=" + FREE).expect(200).json().path("sims").size());
        assertEquals(
                "false", get("/_stub/sims/" + FREE + "/network").expect(200).text("attached"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'',83001",
                "Iccid=8988323000000000001,83001",
                "RegistrationCode=ABCDE12345,83001",
                "Iccid=&RegistrationCode=ABCDE12345,83001",
                "Iccid=8988323000000000001&RegistrationCode=ABC,83002",
                "Iccid=8988323000000000001&RegistrationCode=ABCDE-2345,83002",
                "Iccid=898832300000000000&RegistrationCode=ABCDE12345,83002",
                "Iccid=898832300000000000123&RegistrationCode=ABCDE12345,83002",
                "Iccid=1288323000000000001&RegistrationCode=ABCDE12345,83002",
                "Iccid=898832300000000000x&RegistrationCode=ABCDE12345,83002",
                "Iccid=8988307000000000001&RegistrationCode=ABCDE12345,83003",
                "Iccid=8988307000000100001&RegistrationCode=ABCDE12345,83002",
            })
    void shouldRefuseARegistration(String form, int code) throws Exception {
        Answer refusal = post("/v1/Sims", form.equals("''") ? "" : form).expectError(400, code);

        assertEquals(
                code == 83003, refusal.text("message").contains(sim("bench-1").text("sid")));
        assertEquals(9, get("/v1/Sims").json().path("sims").size());
    }

    @Test
    void shouldTellOfEveryChangeOfASim() throws Exception {
        String sid = post("/v1/Sims", "Iccid=" + FREE + CODE).expect(201).text("sid");
        assertEquals("new", events.await("sim.registered", sid).path("status").asText());

        post("/v1/Sims/" + sid, "UniqueName=desk").expect(200);
        assertEquals("new", events.await("sim.updated", sid).path("status").asText());
    }

    @Test
    void item20ShouldShowScheduledAndThenTheStatusAskedForAndCallBack() throws Exception {
        Customer customer = keep(new Customer());
        String sid = post("/v1/Sims", "Iccid=" + FREE + CODE).expect(201).text("sid");

        Answer scheduled = post(
                        "/v1/Sims/" + sid,
                        "UniqueName=desk&Fleet=bench&Status=ready&CallbackUrl=" + encode(customer.url("/sim?x=1")))
                .expect(202);

        assertEquals("scheduled", scheduled.text("status"));
        assertEquals("desk", scheduled.text("unique_name"));
        assertEquals(get("/v1/Fleets/bench").text("sid"), scheduled.text("fleet_sid"));
        assertEquals("ready", events.await("sim.scheduled", sid).path("target").asText());
        assertEquals("ready", events.await("sim.updated", sid).path("status").asText());
        assertEquals("ready", sim("desk").text("status"));
        Customer.Call call = customer.next();
        assertEquals("/sim?x=1", call.uri());
        assertEquals(
                List.of("AccountSid", "SimSid", "SimUniqueName", "Status"),
                List.copyOf(call.parameters().keySet()));
        assertEquals(sid, call.parameters().get("SimSid"));
        assertEquals("ready", call.parameters().get("Status"));
        assertNotEquals("null", call.signature());
        post("/v1/Sims/desk", "UniqueName=&CallbackUrl=" + encode(customer.url("/none")))
                .expect(200);
        get("/v1/Sims/desk").expectError(404);
        assertTrue(sim(sid).json().path("unique_name").isNull());
        assertTrue(customer.quiet());
    }

    @ParameterizedTest
    @CsvSource({
        "new,Status=new,20001",
        "new,Status=scheduled,20001",
        "ready,Status=ready,0",
        "inactive,Status=ready,83010",
        "active,Status=ready,83010",
        "scheduled,Status=inactive,83010",
        "scheduled,Fleet=data-off,83009",
        "scheduled,Fleet=,83009",
        "ready,Fleet=,83008",
        "active,Fleet=,83008",
        "inactive,Fleet=,0",
        "new,Fleet=nobody,83006",
        "new,Fleet=data-off,0",
        "new,Fleet=&Status=active,83007",
        "no-fleet,Status=inactive,1",
        "new,Status=inactive,1",
        "ready,Fleet=data-off,1",
        "ready,Status=active,1",
        "new,UniqueName=bench-1,83011",
        "new,UniqueName=HS00000000000000000000000000000000,20001",
        "new,UniqueName=%00,20001",
        "active,AccountSid=SELF,0",
        "active,AccountSid=OTHER,20001",
        "new,AccountSid=AC00000000000000000000000000000000,20409",
        "new,CallbackUrl=ftp%3A%2F%2Fa,20001",
        "new,CallbackMethod=PUT,20001",
    })
    void shouldKeepTheRulesOfALife(String name, String form, int code) throws Exception {
        Answer before = sim(name);
        String filled = form.replace("SELF", account.sid()).replace("OTHER", other.sid());
        Answer answer = post("/v1/Sims/" + name, filled);
        if (code > 1) {
            answer.expectError(400, code);
            assertEquals(before.json(), sim(name).json());
        } else {
            answer.expect(code == 1 ? 202 : 200);
        }
    }

    @Test
    void shouldKeepTheStatusWhileTheFleetOfAnActiveSimChanges() throws Exception {
        String off = get("/v1/Fleets/data-off").text("sid");

        assertEquals(
                "scheduled",
                post("/v1/Sims/bench-1", "Fleet=" + off).expect(202).text("status"));

        events.await("sim.updated", sim("bench-1").text("sid"));
        assertEquals("active", sim("bench-1").text("status"));
        assertEquals(off, sim("bench-1").text("fleet_sid"));
        create("x", 1, "").expectError(400);
    }

    @Test
    void shouldGiveANewSimToAnotherAccount() throws Exception {
        String sid = sim("new").text("sid");
        asOther("POST", "/v1/Sims/" + sid, "AccountSid=" + other.sid()).expectError(404);

        post("/v1/Sims/new", "AccountSid=" + other.sid()).expect(200);

        get("/v1/Sims/" + sid).expectError(404);
        Answer moved = asOther("GET", "/v1/Sims/new", "").expect(200);
        assertEquals(other.sid(), moved.text("account_sid"));
        assertTrue(moved.json().path("fleet_sid").isNull());
        // Only the first account is a parent.
        asOther("POST", "/v1/Sims/new", "AccountSid=" + account.sid()).expectError(400, 20409);
    }

    @Test
    void shouldBecomeActiveByUseOf250KilobytesAndNotBefore() throws Exception {
        String sid = sim("ready").text("sid");
        Answer attached = bench("PUT", "/_stub/sims/" + sid + "/network", "{\"attached\":true}");
        Device device = keep(new Device(attached.text("device_ip")));
        byte[] datagram = new byte[1300];
        int most = 250_000 / (1300 + 28);
        for (int i = 0; i < most; i++) {
            device.send(stub.gateway(), datagram);
            events.await("command.received");
        }
        assertEquals("ready", sim("ready").text("status"));

        device.send(stub.gateway(), datagram);

        assertEquals("active", events.await("sim.updated", sid).path("status").asText());
        assertEquals("active", sim("ready").text("status"));
    }

    @Test
    void shouldBeReachedUnderAnyNameItCanHave() throws Exception {
        post("/v1/Sims/bench-1", "UniqueName=" + encode("Pümp & 1%?#;=+")).expect(200);
        String path = "/v1/Sims/P%C3%BCmp%20&%201%25%3F%23%3B=+";

        assertEquals(ICCID, get(path).expect(200).text("iccid"));
        assertEquals(
                1,
                get("/v1/Sims?Iccid=" + ICCID + "&Fleet=bench")
                        .json()
                        .path("sims")
                        .size());
        Answer periods = get(path + "/BillingPeriods").expect(200);
        String url = periods.json().path("meta").path("url").asText();
        assertEquals(stub.url() + path + "/BillingPeriods?PageSize=50&Page=0", url);
    }

    @Test
    void item20ShouldListAddressesAndBillingPeriods() throws Exception {
        String path = "/v1/Sims/bench-1/IpAddresses";
        Answer none = get(path).expect(200);
        assertEquals(0, none.json().path("ip_addresses").size());
        assertEquals("ip_addresses", none.json().path("meta").path("key").asText());
        attach();
        assertEquals(
                "{\"ip_address\":\"127.64.0.23\",\"ip_address_version\":\"IPv4\"}",
                get(path).json().path("ip_addresses").path(0).toString());
        Answer periods = get("/v1/Sims/bench-1/BillingPeriods").expect(200);
        assertEquals(0, periods.json().path("billing_periods").size());
        assertEquals("billing_periods", periods.json().path("meta").path("key").asText());
        for (String list : List.of("IpAddresses", "BillingPeriods")) {
            get("/v1/Sims/nobody/" + list).expectError(404, 20404);
            asOther("GET", "/v1/Sims/" + sim("bench-1").text("sid") + "/" + list, "")
                    .expectError(404, 20404);
        }
    }
}

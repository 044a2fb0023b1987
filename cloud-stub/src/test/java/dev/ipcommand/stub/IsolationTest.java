package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** One account sees nothing of another, whichever resource it asks for and by whichever reference. */
class IsolationTest extends RunningStub {
    private Answer asOther(String method, String path, String form) throws Exception {
        return send(method, path, form, "Authorization", basic(other.sid(), other.authToken()), "Content-Type", FORM);
    }

    @Test
    void item16ShouldAnswer404ToAnotherAccountsSidsOnEveryResource() throws Exception {
        String command = create("x", 1, "").expect(201).text("sid");
        String sim = get("/v1/Sims/bench-1").text("sid");
        String fleet = get("/v1/Fleets/bench").text("sid");
        String profile = get("/v1/NetworkAccessProfiles/bench").text("sid");
        asOther("GET", "/v1/IpCommands/" + command, "").expectError(404, 20404);
        for (String path : new String[] {
            "/v1/Sims/" + sim, "/v1/Fleets/" + fleet, "/v1/NetworkAccessProfiles/" + profile,
        }) {
            get(path).expect(200);
            asOther("GET", path, "").expectError(404, 20404);
            asOther("POST", path, "UniqueName=stolen").expectError(404, 20404);
        }
        asOther("GET", "/v1/Sims/bench-2", "").expectError(404, 20404);
        asOther("GET", "/v1/Fleets/data-off", "").expectError(404, 20404);

        asOther("POST", "/v1/IpCommands", "Payload=x&DevicePort=1&Sim=" + sim).expectError(400);
        asOther("POST", "/v1/Sims/bench-1", "Fleet=" + fleet).expectError(400, 83006);
        asOther("POST", "/v1/Fleets", "NetworkAccessProfile=" + profile).expectError(400);
        asOther("POST", "/v1/Fleets/bench", "NetworkAccessProfile=" + profile).expectError(400);
        assertEquals(1, stored());
    }

    @Test
    void item17ShouldListOnlyTheAccountsOwn() throws Exception {
        create("x", 1, "").expect(201);
        String sim = get("/v1/Sims/bench-1").text("sid");
        String[][] lists = {
            {"IpCommands", "ip_commands", "0"},
            {"IpCommands?Sim=" + sim, "ip_commands", "0"},
            {"IpCommands?SimIccid=" + ICCID, "ip_commands", "0"},
            {"Sims", "sims", "1"},
            {"Sims?Iccid=" + ICCID, "sims", "0"},
            {"Fleets", "fleets", "1"},
            {"NetworkAccessProfiles", "network_access_profiles", "1"},
        };
        for (String[] list : lists) {
            Answer answer = asOther("GET", "/v1/" + list[0], "").expect(200);
            assertEquals(Integer.parseInt(list[2]), answer.json().path(list[1]).size(), list[0]);
        }
    }
}

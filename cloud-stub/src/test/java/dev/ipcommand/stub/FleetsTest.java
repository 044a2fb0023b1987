package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fleets and Network Access Profiles: item 20 of what a faithful stub must do. */
class FleetsTest extends RunningStub {
    private static final String ALL = "NetworkAccessProfile=bench&UniqueName=pumps&DataEnabled=False&DataLimit=2000000"
            + "&IpCommandsUrl=http%3A%2F%2Fa%2Fip&IpCommandsMethod=GET&SmsCommandsEnabled=false"
            + "&SmsCommandsUrl=http%3A%2F%2Fa%2Fsms&SmsCommandsMethod=GET";

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void item20ShouldCreateAFleetWithAProfileAlone() throws Exception {
        Answer profile = post("/v1/NetworkAccessProfiles", "").expect(201);
        assertEquals(
                List.of("sid", "unique_name", "account_sid", "date_created", "date_updated", "url", "links"),
                names(profile.json()));
        assertTrue(profile.text("sid").matches("HA[0-9a-f]{32}"));
        assertTrue(profile.json().path("unique_name").isNull());
        String networks = profile.json().path("links").path("networks").asText();
        Answer none = get(networks.substring(stub.url().length())).expect(200);
        assertEquals("networks", none.json().path("meta").path("key").asText());
        assertEquals(0, none.json().path("networks").size());

        Answer fleet = post("/v1/Fleets", "NetworkAccessProfile=" + profile.text("sid"))
                .expect(201);

        assertEquals(
                List.of(
                        "sid",
                        "account_sid",
                        "unique_name",
                        "data_enabled",
                        "data_limit",
                        "data_metering",
                        "sms_commands_enabled",
                        "sms_commands_url",
                        "sms_commands_method",
                        "ip_commands_url",
                        "ip_commands_method",
                        "network_access_profile_sid",
                        "date_created",
                        "date_updated",
                        "url"),
                names(fleet.json()));
        assertTrue(fleet.text("sid").matches("HF[0-9a-f]{32}"));
        assertTrue(fleet.json().path("unique_name").isNull());
        assertTrue(fleet.json().path("data_enabled").asBoolean());
        assertEquals(1000, fleet.json().path("data_limit").asInt());
        assertTrue(fleet.json().path("ip_commands_url").isNull());
        assertEquals(profile.text("sid"), fleet.text("network_access_profile_sid"));
        assertEquals(fleet.json(), get("/v1/Fleets/" + fleet.text("sid")).json());
        Answer filtered = get("/v1/Fleets?NetworkAccessProfile=" + profile.text("sid"));
        assertEquals(1, filtered.json().path("fleets").size());
        assertEquals(
                2,
                get("/v1/Fleets?NetworkAccessProfile=bench")
                        .json()
                        .path("fleets")
                        .size());
        assertEquals(
                0,
                get("/v1/Fleets?NetworkAccessProfile=none")
                        .json()
                        .path("fleets")
                        .size());
    }

    @Test
    void item20ShouldKeepAndUpdateEverySettingButWhetherDataIsEnabled() throws Exception {
        Answer fleet = post("/v1/Fleets", ALL).expect(201);
        assertEquals("pumps", fleet.text("unique_name"));
        assertEquals("false", fleet.text("data_enabled"));
        assertEquals(2_000_000, fleet.json().path("data_limit").asInt());
        assertEquals("http://a/ip", fleet.text("ip_commands_url"));
        assertEquals("GET", fleet.text("ip_commands_method"));
        assertEquals("false", fleet.text("sms_commands_enabled"));
        assertEquals("http://a/sms", fleet.text("sms_commands_url"));
        assertEquals("GET", fleet.text("sms_commands_method"));

        post("/v1/NetworkAccessProfiles", "UniqueName=second").expect(201);
        Answer updated = post(
                        "/v1/Fleets/pumps",
                        "UniqueName=fans&DataEnabled=true&SmsCommandsEnabled=true&DataLimit=1&IpCommandsUrl="
                                + "&SmsCommandsMethod=POST&NetworkAccessProfile=second")
                .expect(200);

        assertEquals("fans", updated.text("unique_name"));
        assertEquals("false", updated.text("data_enabled"));
        assertEquals("false", updated.text("sms_commands_enabled"));
        assertEquals(1, updated.json().path("data_limit").asInt());
        assertTrue(updated.json().path("ip_commands_url").isNull());
        assertEquals("GET", updated.text("ip_commands_method"));
        assertEquals("POST", updated.text("sms_commands_method"));
        assertEquals("http://a/sms", updated.text("sms_commands_url"));
        assertEquals(get("/v1/NetworkAccessProfiles/second").text("sid"), updated.text("network_access_profile_sid"));
        get("/v1/Fleets/pumps").expectError(404);
        assertEquals(updated.json(), get("/v1/Fleets/fans").json());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "UniqueName=x",
                "NetworkAccessProfile=",
                "NetworkAccessProfile=nobody",
                "NetworkAccessProfile=bench&UniqueName=bench",
                "NetworkAccessProfile=bench&UniqueName=%0A",
                "NetworkAccessProfile=bench&DataLimit=0",
                "NetworkAccessProfile=bench&DataLimit=2000001",
                "NetworkAccessProfile=bench&DataLimit=9999999999",
                "NetworkAccessProfile=bench&DataLimit=1.5",
                "NetworkAccessProfile=bench&DataEnabled=yes",
                "NetworkAccessProfile=bench&SmsCommandsEnabled=1",
                "NetworkAccessProfile=bench&IpCommandsUrl=x",
                "NetworkAccessProfile=bench&IpCommandsMethod=PUT",
                "NetworkAccessProfile=bench&SmsCommandsUrl=x",
                "NetworkAccessProfile=bench&SmsCommandsMethod=get",
            })
    void shouldRefuseAFleetAndStoreNothing(String form) throws Exception {
        post("/v1/Fleets", form).expectError(400, 20001);

        assertEquals(2, get("/v1/Fleets").json().path("fleets").size());
    }

    @Test
    void item20ShouldNameListAndRenameProfiles() throws Exception {
        String sid =
                post("/v1/NetworkAccessProfiles", "UniqueName=eu").expect(201).text("sid");
        post("/v1/NetworkAccessProfiles", "UniqueName=eu").expectError(400, 20001);
        assertEquals(
                2,
                get("/v1/NetworkAccessProfiles")
                        .json()
                        .path("network_access_profiles")
                        .size());

        assertEquals(
                "us",
                post("/v1/NetworkAccessProfiles/eu", "UniqueName=us")
                        .expect(200)
                        .text("unique_name"));

        assertEquals(sid, get("/v1/NetworkAccessProfiles/us").text("sid"));
        get("/v1/NetworkAccessProfiles/eu").expectError(404, 20404);
        get("/v1/NetworkAccessProfiles/eu/Networks").expectError(404, 20404);
        post("/v1/NetworkAccessProfiles/us", "UniqueName=bench").expectError(400, 20001);
        post("/v1/NetworkAccessProfiles", "UniqueName=eu").expect(201);
    }
}

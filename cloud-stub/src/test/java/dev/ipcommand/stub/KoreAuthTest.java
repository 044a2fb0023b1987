package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** KORE's tokens: item 18. */
class KoreAuthTest extends KoreStub {
    @Test
    void item18ShouldIssueATokenThatStandsForTheAccount() throws Exception {
        Answer answer =
                askForToken(account.kore().id(), account.kore().secret()).expect(200);

        assertEquals("Bearer", answer.text("token_type"));
        assertEquals(3600, answer.json().path("expires_in").asInt());
        assertTrue(answer.json().has("scope"));
        String token = answer.text("access_token");
        assertTrue(token.matches("[A-Za-z0-9_-]{64}"), token);
        assertNotEquals(
                token, askForToken(account.kore().id(), account.kore().secret()).text("access_token"));
        for (String scheme : List.of("Bearer ", "bearer ", "BEARER   ")) {
            assertEquals(
                    account.sid(),
                    send("GET", "/v1/Sims/bench-1", "", "Authorization", scheme + token)
                            .expect(200)
                            .text("account_sid"));
        }
        String others = askForToken(other.kore().id(), other.kore().secret()).text("access_token");
        assertEquals(
                other.sid(),
                send("GET", "/v1/Sims/bench-1", "", "Authorization", "Bearer " + others)
                        .expect(200)
                        .text("account_sid"));
    }

    @Test
    void item18ShouldRefuseOtherCredentials() throws Exception {
        String id = account.kore().id();
        String secret = account.kore().secret();
        String refusal = "{\"error\":\"unauthorized_client\","
                + "\"error_description\":\"Invalid client or Invalid client credentials\"}";
        for (Answer answer : List.of(
                askForToken(id, "wrong"),
                askForToken("nobody", secret),
                askForToken(id, other.kore().secret()),
                askForToken(account.sid(), account.authToken()))) {
            assertEquals(refusal, answer.expect(401).json().toString());
        }
        String rest = "&client_id=" + id + "&client_secret=" + secret;
        for (String form : List.of(
                rest.substring(1),
                "grant_type=" + rest,
                "grant_type=password" + rest,
                "grant_type=refresh_token" + rest,
                "grant_type=client_credentials&client_id=" + id,
                "grant_type=client_credentials&client_secret=" + secret)) {
            assertEquals(400, tokenRequest(form).status(), form);
        }
        send("POST", TOKEN_PATH, "{\"grant_type\":\"client_credentials\"}", "Content-Type", "application/json")
                .expect(400);
        send("GET", TOKEN_PATH + "?grant_type=client_credentials" + rest, "").expect(405);
    }

    @Test
    void item18ShouldDenyWhatIsNoGoodToken() throws Exception {
        String good = authorization();
        for (String header : List.of(
                "Bearer " + good.substring(7, 70),
                "Bearer " + good.substring(7) + "x",
                "Bearer ",
                "Bearer",
                "Token " + good.substring(7),
                basic(account.sid(), account.authToken()),
                basic(account.kore().id(), account.kore().secret()),
                "Bearer " + "x".repeat(4000))) {
            expectDenied(send("GET", "/v1/IpCommands", "", "Authorization", header));
            expectDenied(send(
                    "POST",
                    "/v1/IpCommands",
                    "Sim=bench-1&Payload=x&DevicePort=1",
                    "Authorization",
                    header,
                    "Content-Type",
                    FORM));
        }
        assertEquals(
                "{\"message\":\"Unauthorized\"}",
                send("GET", "/v1/IpCommands", "").expect(401).json().toString());
        assertEquals(0, stored());
    }

    @Test
    void item18ShouldDenyATokenOnceItHasExpiredOnThePlatformClock() throws Exception {
        get("/v1/Sims").expect(200);
        clock.advance(Duration.ofMinutes(59));
        get("/v1/Sims").expect(200);

        bench("POST", "/_stub/clock", "{\"advance\":\"1m\"}").expect(200);

        expectDenied(get("/v1/Sims"));
        askForToken(account.kore().id(), account.kore().secret()).expect(200);
    }

    @Test
    void shouldKeepTheNewestHundredTokensOfAnAccount() throws Exception {
        String oldest = authorization();
        String second = "Bearer "
                + askForToken(account.kore().id(), account.kore().secret()).text("access_token");
        for (int i = 0; i < 99; i++) {
            askForToken(account.kore().id(), account.kore().secret()).expect(200);
        }

        expectDenied(send("GET", "/v1/Sims", "", "Authorization", oldest));
        send("GET", "/v1/Sims", "", "Authorization", second).expect(200);
    }

    @Test
    void item21ShouldSpoilTheTokenEndpointToo() throws Exception {
        bench("POST", "/_stub/faults", "{\"status\":500,\"path\":\"/api-services/\"}")
                .expect(201);

        askForToken(account.kore().id(), account.kore().secret()).expect(500);
        askForToken(account.kore().id(), account.kore().secret()).expect(200);
    }

    @Test
    void shouldKeepSecretsOutOfEventsAndHealth() throws Exception {
        String token = authorization().substring(7);
        String event = events.await("token.issued", account.sid()).toString();

        for (String text : List.of(event, get("/_stub/health").json().toString())) {
            for (String secret : List.of(token, account.kore().secret(), "webhook secret")) {
                assertFalse(text.contains(secret), text);
            }
        }
    }

    @Test
    void item16ShouldClampPagesToAHundredCommands() throws Exception {
        assertEquals(
                100,
                get("/v1/IpCommands?PageSize=1000")
                        .expect(200)
                        .json()
                        .path("meta")
                        .path("page_size")
                        .asInt());
        assertEquals(
                "https://docs.korewireless.com/errors/20404",
                get("/v1/Nothing").expect(404).text("more_info"));
    }
}

package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.api.PublicBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What URLs in answers start with, if it was set: item 23 of what a faithful stub must do. */
class PublicBaseTest extends RunningStub {
    private static final String BASE = "https://stub.bench.example:8443";

    @Override
    void adjust(StubSettings settings) {
        settings.publicBase(PublicBase.of(BASE + "/"));
    }

    @Test
    void item23ShouldStartEveryUrlWithTheBaseThatWasSet() throws Exception {
        create("x", 1, "").expect(201);
        create("x", 1, "").expect(201);

        Answer page = get("/v1/IpCommands?PageSize=1").expect(200);

        for (String url : new String[] {"first_page_url", "next_page_url", "url"}) {
            String text = page.json().path("meta").path(url).asText();
            assertTrue(text.startsWith(BASE + "/v1/IpCommands?"), text);
        }
        assertTrue(page.json().path("ip_commands").path(0).path("url").asText().startsWith(BASE + "/v1/IpCommands/HG"));
        assertTrue(get("/v1/Sims/bench-1").text("url").startsWith(BASE + "/v1/Sims/HS"));
        assertEquals(
                BASE + "/v1/NetworkAccessProfiles/",
                get("/v1/NetworkAccessProfiles/bench").text("url").substring(0, BASE.length() + 26));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://pi.local",
                "http://pi.local:8080",
                "http://a.b.c.d.e.f",
                "pi",
                "ftp://localhost",
                "http://",
                "http://localhost/v1",
                "http://localhost?x",
                "http://localhost#x",
                "http://user@localhost",
                "http://localhost:0",
                "http://localhost:65536",
                "not a url",
            })
    void item23ShouldRefuseABaseThatClientsWouldBreak(String base) {
        assertThrows(IllegalArgumentException.class, () -> PublicBase.of(base));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://127.0.0.1:8080",
                "http://[::1]:8080",
                "https://supersim.twilio.com",
                "https://supersim.api.korewireless.com",
            })
    void item23ShouldTakeABaseThatSurvives(String base) {
        assertEquals(base, PublicBase.of(base));
    }
}

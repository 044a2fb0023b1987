package dev.ipcommand.stub.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Item 14 of what a faithful stub must do: the two vectors that twilio-node made and twilio-java accepted. */
class TwilioSignatureTest {
    private static Callback callback(CallbackMethod method) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AccountSid", "AC" + "a".repeat(32));
        parameters.put("CommandSid", "HG" + "a".repeat(32));
        parameters.put("SimSid", "HS" + "a".repeat(32));
        parameters.put("SimUniqueName", "bench-1");
        parameters.put("PayloadType", "binary");
        parameters.put("Payload", "UE9ORw==");
        parameters.put("Direction", "from_sim");
        parameters.put("Status", "received");
        return new Callback(
                "HG",
                new CallbackKeys("12345", Optional.of("secret")),
                new Destination("https://example.com/ip?x=1", method),
                parameters);
    }

    @Test
    void item14ShouldMatchTheVectorForPost() {
        assertEquals("lHqr35q+mRN00r/2amSJOsdsZwc=", TwilioSignature.of(callback(CallbackMethod.POST)));
    }

    @Test
    void item14ShouldMatchTheVectorForGet() {
        assertEquals("3+WmjC5v8dyC0ZWeLIZZCt0+12k=", TwilioSignature.of(callback(CallbackMethod.GET)));
    }

    /** What is signed is what the receiver sees, but for the port, which its validator tries both ways. */
    @ParameterizedTest
    @CsvSource({
        "https://example.com/ip?x=1, https://example.com/ip?x=1",
        "https://example.com:443/ip, https://example.com:443/ip",
        "http://example.com:80/ip, http://example.com:80/ip",
        "https://example.com:8443/ip?x=%20, https://example.com:8443/ip?x=%20",
        "https://example.com, https://example.com",
        "https://example.com/ip?x=1#ct=500, https://example.com/ip?x=1",
        "https://example.com/\u00e9?x=\u00e9, https://example.com/%C3%A9?x=%C3%A9",
        "https://me:pw@example.com/ip, https://me:pw@example.com/ip"
    })
    void item14ShouldSignTheUrlAsConfiguredWithoutItsFragment(String configured, String signed) {
        Callback callback = new Callback(
                "HG",
                new CallbackKeys("12345", Optional.empty()),
                new Destination(configured, CallbackMethod.POST),
                Map.of());

        assertEquals(signed, callback.target());
    }

    @Test
    void shouldTellUsableDestinationsFromOthers() {
        for (String url : List.of("http://a", "https://a.b:8443/x?y=1#z", "HTTP://[::1]:80/", "http://127.0.0.1:1/")) {
            assertTrue(Destination.isUsable(url), url);
        }
        for (String url : List.of(
                "",
                "a",
                "/a",
                "ftp://a",
                "http:",
                "http:///x",
                "http://a b",
                "http://a:0",
                "http://a:70000",
                "mailto:a@b")) {
            assertFalse(Destination.isUsable(url), url);
        }
    }
}

package dev.ipcommand.stub.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

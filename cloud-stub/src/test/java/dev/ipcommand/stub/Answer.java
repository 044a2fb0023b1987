package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;

/** An HTTP answer with its JSON body. */
record Answer(int status, JsonNode json) {
    String text(String field) {
        return json.path(field).asText();
    }

    Answer expect(int expected) {
        assertEquals(expected, status, () -> "answer: " + json);
        return this;
    }

    /** The classic error body: exactly these four fields, and the status repeated. */
    Answer expectError(int expected) {
        expect(expected);
        assertEquals(4, json.size(), () -> "envelope: " + json);
        assertEquals(expected, json.path("status").asInt());
        assertFalse(text("message").isEmpty());
        assertEquals("https://www.twilio.com/docs/errors/" + json.path("code").asInt(), text("more_info"));
        return this;
    }

    Answer expectError(int expected, int code) {
        expectError(expected);
        assertEquals(code, json.path("code").asInt());
        return this;
    }
}

package dev.ipcommand.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.session.Rung;
import org.junit.jupiter.api.Test;

class LadderTextTest {
    @Test
    void shouldSayWhatEachRungIsForAndWhatItDoes() {
        String text = LadderText.text();

        for (Rung rung : Rung.values()) {
            assertTrue(text.contains(rung.trouble()), rung.trouble());
            assertTrue(text.contains(rung.action()), rung.action());
        }
        assertTrue(text.contains("Rules:"), text);
    }
}

package dev.ipcommand.agent.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LadderTableTest {
    @Test
    void shouldSayWhatEachRungIsForAndWhatItDoes() {
        String text = LadderTable.text(LadderTimes.MULTI_IMSI);

        for (Rung rung : Rung.values()) {
            assertTrue(text.contains(rung.trouble()), rung.trouble());
            assertTrue(text.contains(rung.action()), rung.action());
        }
        assertTrue(text.contains("Rules:"), text);
    }
}

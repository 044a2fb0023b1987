package dev.ipcommand.agent.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes down what a recorder is told. */
record OutageNotes(List<String> notes) implements OutageRecorder {
    @Override
    public void began(Instant at, String cause) {
        notes.add("began: " + cause);
    }

    @Override
    public void tried(Rung rung, Instant at) {
        notes.add("tried " + rung);
    }

    @Override
    public void ended(Instant at, Duration lasted) {
        notes.add("ended after " + lasted.toSeconds() + " s");
    }
}

package dev.ipcommand.modem.trace;

import java.util.function.Supplier;

/** Takes lines between the bytes of a recording: what was asked of the modem, and what came of it. Any thread. */
public interface StepNotes {
    /** Whether anybody reads them. */
    boolean isOn();

    /** One line; asked for only if somebody reads it. */
    void note(Supplier<String> line);
}

package dev.ipcommand.stub.command;

import java.util.Locale;

/** How the {@code payload} field is to be read: as it is, or Base64. */
public enum PayloadType {
    TEXT,
    BINARY;

    /** As the API spells it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

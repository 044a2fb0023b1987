package dev.ipcommand.stub.dialect;

import java.util.List;

/** The platforms' own hosts that the stub stands in for, for clients that are led here by a proxy or a hosts file. */
public final class EmulatedHosts {
    /** Every one of them, in lower case. */
    public static final List<String> ALL =
            List.of("supersim.twilio.com", "supersim.api.korewireless.com", "api.korewireless.com");

    private EmulatedHosts() {}
}

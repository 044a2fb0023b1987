package dev.ipcommand.bench.clients;

import java.util.List;
import java.util.Locale;

/** A client that its maker publishes. Its program is in {@code bench/src/main/clients/NAME}. */
public enum PublicClient {
    TWILIO_JAVA,
    TWILIO_NODE,
    TWILIO_CLI,
    CURL;

    /** What each of them does, in this order. */
    public static final List<String> STEPS = List.of("create", "fetch", "list", "error");

    /** As its maker spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return word();
    }
}

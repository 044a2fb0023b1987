package dev.ipcommand.bench.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What to send.
 *
 * @param sim SID or unique name
 * @param payload text, or Base64 if {@code binary}
 * @param devicePort 1 to 65535
 */
public record NewCommand(String sim, String payload, boolean binary, int devicePort) {
    /** A command of text. */
    public static NewCommand text(String sim, String text, int devicePort) {
        return new NewCommand(sim, text, false, devicePort);
    }

    /** A command of any bytes. */
    public static NewCommand bytes(String sim, byte[] bytes, int devicePort) {
        return new NewCommand(sim, Base64.getEncoder().encodeToString(bytes), true, devicePort);
    }

    /** How many bytes will travel. */
    public int size() {
        return binary ? Base64.getDecoder().decode(payload).length : payload.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Keeps the payload out of logs. */
    @Override
    public String toString() {
        return "NewCommand[" + size() + " bytes, port " + devicePort + "]";
    }
}

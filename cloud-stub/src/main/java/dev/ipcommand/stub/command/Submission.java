package dev.ipcommand.stub.command;

import dev.ipcommand.stub.webhook.Destination;
import java.util.Optional;

/**
 * What a client asks to be sent; the fields are well formed, but nothing is known about the Sim yet.
 *
 * @param sim SID or unique name
 * @param payload as given: text, or Base64
 */
public record Submission(
        String sim, String payload, PayloadType payloadType, int devicePort, Optional<Destination> callback) {}

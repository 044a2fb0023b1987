package dev.ipcommand.stub.account;

import dev.ipcommand.stub.webhook.CallbackMethod;
import java.time.Instant;
import java.util.Optional;

/** A group of Sims with common settings; a value, replaced in the {@link Directory} when it changes. */
public record Fleet(
        String sid,
        String accountSid,
        String uniqueName,
        boolean dataEnabled,
        Optional<String> ipCommandsUrl,
        CallbackMethod ipCommandsMethod,
        String networkAccessProfileSid,
        Instant created,
        Instant updated) {

    /** The same Fleet with another webhook. */
    public Fleet with(Optional<String> url, CallbackMethod method, Instant now) {
        return new Fleet(sid, accountSid, uniqueName, dataEnabled, url, method, networkAccessProfileSid, created, now);
    }
}

package dev.ipcommand.stub.account;

import java.time.Instant;
import java.util.Optional;

/** The networks a Fleet's Sims may use; here only something a Fleet can name. */
public record NetworkAccessProfile(
        String sid, String accountSid, Optional<String> uniqueName, Instant created, Instant updated)
        implements Resource {

    /** The same profile under another name; an empty one takes the name away. */
    public NetworkAccessProfile named(String name, Instant now) {
        return new NetworkAccessProfile(sid, accountSid, Optional.of(name).filter(n -> !n.isEmpty()), created, now);
    }
}

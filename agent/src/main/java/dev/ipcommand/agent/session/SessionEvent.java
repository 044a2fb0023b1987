package dev.ipcommand.agent.session;

import java.net.Inet4Address;
import java.util.Optional;

/**
 * Something that happened.
 *
 * @param trigger what
 * @param detail the evidence in a few words, for "because"; no identities
 * @param address the session's address, with {@link Trigger#LINK_UP}
 */
public record SessionEvent(Trigger trigger, String detail, Optional<Inet4Address> address) {
    /** An event with its evidence. */
    public static SessionEvent of(Trigger trigger, String detail) {
        return new SessionEvent(trigger, detail, Optional.empty());
    }

    /** The link is up on an address. */
    public static SessionEvent linkUp(Inet4Address address, String detail) {
        return new SessionEvent(Trigger.LINK_UP, detail, Optional.of(address));
    }
}

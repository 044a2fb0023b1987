package dev.ipcommand.agent.session;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;

/**
 * The whole state of a session; immutable.
 *
 * @param phase where it is
 * @param since when it got there
 * @param because why it got there
 * @param failures failed tries in a row, for the length of the next pause
 * @param resume where to go on after a pause
 * @param withModem whether there is an AT side at all
 * @param address the address it serves; empty below LISTENING
 */
public record SessionStatus(
        Phase phase,
        Instant since,
        String because,
        int failures,
        Phase resume,
        boolean withModem,
        Optional<Inet4Address> address) {
    /** Before {@link Trigger#START}. */
    public static SessionStatus initial(Instant now) {
        return new SessionStatus(Phase.ABSENT, now, "started", 0, Phase.ABSENT, true, Optional.empty());
    }
}

package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Answers with the SIM's state; a caller who signed also gets its ICCID, as in
 * {@code ready, iccid 8988307000000000001}. Who did not sign gets no identity.
 *
 * <p>Never blocks and asks no modem; any thread.
 */
public final class SimHandler implements CommandHandler {
    /** What {@link IpCommand#principal()} is for a command without a signature. */
    private static final String UNSIGNED = "-";
    /** ITU-T E.118: up to 19 digits and a check digit; some modems leave the filling {@code F} of the last byte. */
    private static final Pattern ICCID = Pattern.compile("[0-9]{18,20}F?");

    private final Supplier<Sim> latest;

    /**
     * What was last seen.
     *
     * @param state a word such as {@code READY} or {@code PIN_NEEDED}; blank = unknown
     * @param iccid digits; anything else = unknown
     */
    public record Sim(String state, String iccid) {
        /** No SIM was seen yet. */
        public static final Sim UNKNOWN = new Sim("", "");

        /** Without the ICCID: it stays out of logs. */
        @Override
        public String toString() {
            return "Sim[" + state + "]";
        }
    }

    /** @param latest must not block */
    public SimHandler(Supplier<Sim> latest) {
        this.latest = latest;
    }

    @Override
    public Reply handle(IpCommand command, CommandContext context) {
        Sim sim = latest.get();
        String state = sim.state().isBlank()
                ? "unknown"
                : sim.state().toLowerCase(Locale.ROOT).replace('_', '-');
        if (command.principal().equals(UNSIGNED)) {
            return Reply.text(state);
        }
        return Reply.text(state + ", iccid " + iccid(sim.iccid()));
    }

    private static String iccid(String told) {
        return ICCID.matcher(told).matches() ? told.replace("F", "") : "unknown";
    }
}

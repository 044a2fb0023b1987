package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Answers with signal strength and registration as they were last seen, as in {@code -71 dBm, REGISTERED_ROAMING}; what is
 * not known is {@code unknown}, never a number.
 *
 * <p>Never blocks and asks no modem; any thread.
 */
public final class SignalHandler implements CommandHandler {
    private static final String UNKNOWN = "unknown";

    private final Supplier<Reading> latest;

    /**
     * What was last seen.
     *
     * @param rssiDbm received signal strength; empty = unknown
     * @param registration one word; blank = unknown
     */
    public record Reading(OptionalInt rssiDbm, String registration) {
        /** 27.007 §8.5 tells -113 to -51 dBm, some modems more; 0 and above, 99 and 255 are none of it. */
        private static final int WEAKEST = -150;

        private static final int STRONGEST = -1;

        /**
         * From texts, as the status report has them.
         *
         * @param rssiDbm a number; anything else = unknown
         * @param registration {@code HOME}, {@code ROAMING} or what else the network said; blank = unknown
         */
        public static Reading of(String rssiDbm, String registration) {
            try {
                return new Reading(OptionalInt.of(Integer.parseInt(rssiDbm)), registration);
            } catch (NumberFormatException e) {
                return new Reading(OptionalInt.empty(), registration);
            }
        }

        private String signal() {
            int dbm = rssiDbm.orElse(0);
            return dbm < WEAKEST || dbm > STRONGEST ? UNKNOWN : dbm + " dBm";
        }

        private String network() {
            return switch (registration) {
                case "HOME" -> "REGISTERED_HOME";
                case "ROAMING" -> "REGISTERED_ROAMING";
                case "", "UNKNOWN" -> UNKNOWN;
                default -> registration;
            };
        }
    }

    /** @param latest must not block */
    public SignalHandler(Supplier<Reading> latest) {
        this.latest = latest;
    }

    @Override
    public Reply handle(IpCommand command, CommandContext context) {
        Reading reading = latest.get();
        return Reply.text(reading.signal() + ", " + reading.network());
    }
}

package dev.ipcommand.simulator.network;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The packet network that the SIM attaches to.
 *
 * <p><b>Threading.</b> Methods return at once and may be called from any thread; answers come on a thread of the
 * network's choice.
 */
public interface PacketNetwork extends AutoCloseable {
    /** What the network answered: an address, or the problem. */
    record Answer(boolean attached, String address, long leaseMillis, String problem) {
        /** A refusal, or no answer at all. */
        public static Answer refused(String problem) {
            return new Answer(false, "", 0, problem);
        }
    }

    /**
     * Attaches or renews.
     *
     * @param address the address to keep or to ask for; none = the network chooses
     */
    void attach(@Nullable String address, Consumer<Answer> then);

    /** Ends the attachment; nobody waits for the answer. */
    void detach();

    /** Another SIM attaches from now on. */
    default void card(String iccid) {}

    /** Loses every datagram both ways, or no longer; takes effect with an attachment that lives. */
    default void swallow(boolean everything) {}

    /** Detaches if need be and ends within 2 s. */
    @Override
    void close();
}

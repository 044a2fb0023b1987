package dev.ipcommand.agent.control;

/**
 * What {@code ipcommand modem --json} prints; what is not known is an empty text. It holds identities: never logged.
 *
 * @param identity who it says it is
 * @param sim the card
 * @param network where it is registered, and how well it hears
 * @param link the data path
 * @param channel what the AT channel has counted since it was opened
 * @param reading how old card, network and address are
 */
public record ModemReport(Identity identity, Sim sim, Network network, Link link, Channel channel, Reading reading) {
    /**
     * @param port the AT port that is open
     * @param profile the data that its driver uses
     */
    public record Identity(
            String manufacturer,
            String model,
            String revision,
            String imei,
            String driver,
            String profile,
            String port) {}

    /** @param state for example {@code ready} */
    public record Sim(String state, String iccid) {}

    /**
     * @param registration for example {@code ROAMING}
     * @param accessTechnology in words
     * @param rejectCause the network's number
     */
    public record Network(
            String registration, String accessTechnology, String rejectCause, String rssiDbm, String rsrpDbm) {}

    /**
     * @param address the data context's
     * @param path {@code embedded}, {@code interface} or empty
     * @param session the session's state and since when
     */
    public record Link(String address, String path, String session) {}

    /** Counts. */
    public record Channel(
            long timeouts,
            long consecutiveTimeouts,
            long fences,
            long reopenings,
            long strays,
            long droppedLines,
            long droppedUrcs) {}

    /**
     * @param fresh whether the modem was asked just now
     * @param ageMs how old it is if not; -1 = not known
     * @param why why it was not asked, or not to the end
     */
    public record Reading(boolean fresh, long ageMs, String why) {}

    /** Without what it holds. */
    @Override
    public String toString() {
        return "ModemReport[" + identity.model() + "]";
    }
}

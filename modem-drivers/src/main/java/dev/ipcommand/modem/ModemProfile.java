package dev.ipcommand.modem;

import java.time.Duration;
import java.util.List;

/**
 * What is known of a modem model that is not code: timings and quirks. Each value's source stands where the profile is made.
 *
 * @param name the family
 * @param models regular expression over manufacturer and model, any case, found anywhere
 * @param pushesDatagrams whether UDP data comes by itself rather than on request
 * @param urcPort how the modem names the port that URCs shall come from if the kind of ours is not known
 * @param iccidCommands commands to ask the card's number with, in this order
 * @param extraInit commands of this model, each of which may be refused
 * @param times its deadlines
 * @param commandGap pause between a final result and the next command
 */
public record ModemProfile(
        String name,
        String models,
        boolean pushesDatagrams,
        String urcPort,
        List<String> iccidCommands,
        List<String> extraInit,
        Times times,
        Duration commandGap) {
    /**
     * Worst cases.
     *
     * @param activate raising the data context
     * @param deactivate taking it down
     * @param open opening a UDP socket
     * @param send from the payload to its acceptance
     * @param read one datagram
     * @param close closing a socket
     * @param prompt from the send command to its prompt
     * @param inputWindow how long the modem may go on waiting for payload that does not come
     */
    public record Times(
            Duration activate,
            Duration deactivate,
            Duration open,
            Duration send,
            Duration read,
            Duration close,
            Duration prompt,
            Duration inputWindow) {}

    public ModemProfile {
        iccidCommands = List.copyOf(iccidCommands);
        extraInit = List.copyOf(extraInit);
    }
}

package dev.ipcommand.stub.command;

/**
 * Behaviour of the platform that nobody has documented.
 *
 * @param callbackQueued also call back for the initial {@code queued}
 * @param countBase64 the limit counts Base64 characters instead of decoded bytes
 * @param keepOversize a mobile-originated datagram over 1300 bytes is kept whole instead of cut
 * @param omitSimName a callback about a Sim without a unique name has no SimUniqueName, instead of an empty one
 */
public record Switches(boolean callbackQueued, boolean countBase64, boolean keepOversize, boolean omitSimName) {
    /** With an empty SimUniqueName for Sims that have none. */
    public Switches(boolean callbackQueued, boolean countBase64, boolean keepOversize) {
        this(callbackQueued, countBase64, keepOversize, false);
    }

    /** The likeliest behaviour. */
    public static final Switches DEFAULT = new Switches(false, false, false);
}

package dev.ipcommand.agent.journal;

/** What a command that wants to be executed finds. */
public sealed interface Claim {
    /** It is new: it is this caller's to run, or to give back. */
    record Fresh(Execution execution) implements Claim {}

    /** It ran before: this is its answer. */
    record Stored(StoredAnswer answer) implements Claim {}

    /** It may not run. */
    enum Refused implements Claim {
        /** The same command waits or runs at this moment; its answer comes when it is done. */
        UNDER_WAY,
        /** Another command had the same id. */
        ID_USED,
        /** Another command had the same token id. */
        TOKEN_USED,
        /** Too many signed commands are remembered. */
        FULL
    }
}

package dev.ipcommand.bench.live;

/** What became of one command. */
public enum Outcome {
    /** Not sent: the run ended before its turn. */
    NOT_SENT,
    /** Sent, and still waited for. */
    WAITING,
    /** The right answer came. */
    ANSWERED,
    /** An answer came, with other bytes than those that were echoed. */
    MISMATCH,
    /** The device answered with a failure, {@code name! status: reason}. */
    REFUSED,
    /** The platform says {@code failed}: it did not reach the visited network. */
    FAILED,
    /** No answer in time. */
    NO_ANSWER
}

package dev.ipcommand.modem.power;

/** How an action ended. */
public enum PowerResult {
    /** The lines were driven, and STATUS, if there is one, agrees. */
    DONE,
    /** The lines were driven, and STATUS says that the modem did not follow. */
    NOT_CONFIRMED,
    /** The board has no line for this. */
    NO_LINE,
    /** This host's GPIO cannot be used; the reason was logged once. */
    NO_GPIO
}

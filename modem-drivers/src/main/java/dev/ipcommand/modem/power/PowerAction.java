package dev.ipcommand.modem.power;

/** What a board can do to its modem, from mild to harsh. */
public enum PowerAction {
    /** A PWRKEY pulse that starts the modem; nothing if its STATUS line says that it runs. */
    ON,
    /** A PWRKEY pulse that lets the modem sign off and stop; nothing if its STATUS line says that it is off. */
    OFF,
    /** A RESET pulse: the modem starts anew at once, without signing off. */
    RESET,
    /** {@link #OFF}, then {@link #ON}. */
    CYCLE,
    /** Takes the supply away for a while, then {@link #ON} if the board has a PWRKEY. */
    CUT
}

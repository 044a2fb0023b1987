package dev.ipcommand.simulator.fault;

/** What a DTE must not do, and why. */
public enum Violation {
    /** V.250: one command line at a time. */
    SECOND_COMMAND("a command while another one runs"),
    /** V.250 ends a line with S3 alone; the LF belongs to the next line, and aborts +COPS=? on SIM7600. */
    LF_AFTER_CR("LF after CR"),
    /** The command line limit. */
    LINE_TOO_LONG("a command line over the limit"),
    /** Payload bytes that come too early are lost. */
    PAYLOAD_BEFORE_PROMPT("payload before the prompt"),
    /** A command that the modem takes for payload and sends to the network. */
    COMMAND_AS_PAYLOAD("a command while payload is awaited"),
    /** SIM wear: EF_FPLMN is cleared once an episode at most. */
    FPLMN_TWICE("EF_FPLMN written more than once"),
    /** Each reset restarts the timer of a multi-IMSI applet (3 to 20 minutes). */
    REBOOT_TOO_EARLY("restarted before the card's applet could take its next IMSI (20 minutes without a network)"),
    /** A radio step restarts the applet's timer too, and the search. */
    RADIO_TOO_EARLY("radio switched off within 5 minutes of searching");

    private final String text;

    Violation(String text) {
        this.text = text;
    }

    /** What happened, in words. */
    public String text() {
        return text;
    }

    /** Its name in status: {@code second-command}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}

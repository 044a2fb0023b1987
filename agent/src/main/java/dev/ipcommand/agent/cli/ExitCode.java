package dev.ipcommand.agent.cli;

/** What {@code ipcommand} tells the shell that started it. Scripts rely on the numbers: they never change. */
public enum ExitCode {
    /** Done; after {@code run}: ended by a signal, cleanly. */
    OK(0, "done"),
    /** Anything that none of the others says. */
    FAILURE(1, "the agent cannot be reached, or something else failed"),
    /** What the user wrote cannot be used: the next try with the same words will fail too. */
    USAGE(2, "bad usage or a bad configuration"),
    /** Another agent holds the lock in {@code state.directory}. */
    LOCKED(3, "another agent runs with the same state directory"),
    /** {@code ipcommand at}: the modem said so. */
    MODEM_ERROR(4, "the modem answered with an error"),
    /** {@code ipcommand at}: nothing came. */
    MODEM_SILENT(5, "the modem did not answer in time"),
    /** {@code ipcommand at}: such a line is not passed on; the message says why. */
    AT_REFUSED(6, "such an AT command is not passed on"),
    /** The port is closed; the message says what the session waits for. */
    NO_MODEM(7, "the modem is not open"),
    /** {@code ipcommand at}: not sent; the same command may succeed later. */
    MODEM_BUSY(8, "the modem is busy, nothing was sent"),
    /** {@code EX_TEMPFAIL} of sysexits.h: the same command may succeed later. */
    OUTBOX_FULL(75, "the outbox is full, try again later");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** In a few words, for the help. */
    public String meaning() {
        return meaning;
    }
}

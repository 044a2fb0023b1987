package dev.ipcommand.agent.link;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;

/** Where the modem comes from: a port that may be missing, and what answers on it. */
public interface ModemSource {
    /** The port's path if it is there now. */
    String findPort() throws ModemException;

    /** Opens it, makes the modem answer and identifies it. Blocks for as long as the modem boots. */
    Modem open() throws ModemException, InterruptedException;

    /** The port that was opened last; empty if none was. */
    default String port() {
        return "";
    }

    /**
     * Tells a modem that does not answer to restart, without waiting for an answer. Only for a port on which it has answered
     * before: another may be no modem's.
     */
    void rebootUnheard() throws ModemException, InterruptedException;

    /** Ends an {@link #open()} under way on another thread. */
    void abort();
}

package dev.ipcommand.modem.at;

/** What the engine wants done. Called in order, under the engine's lock: implementations only take note. */
interface AtEffects {
    /** Bytes for the port. */
    void write(byte[] bytes);

    /** That command has its result. */
    void complete(Pending pending);

    /** A line for the listeners. */
    void publish(Urc urc);

    /** Close the port and open it afresh, then tell the engine. */
    void reopen();

    /** The stream is in step: commands flow. */
    void ready();

    /** Fences and a reopening failed: the modem does not answer. */
    void deaf();
}

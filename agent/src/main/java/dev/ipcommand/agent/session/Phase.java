package dev.ipcommand.agent.session;

/** Where the data session is; in the order in which it comes up, so that "at least" is a comparison. */
public enum Phase {
    /** No AT port is there. */
    ABSENT("the AT port to appear"),
    /** The modem is being switched on or reset. */
    POWERING("the modem's power sequence"),
    /** The port is there; the modem is asked until it answers, then who it is. */
    SYNCING("the modem to answer AT"),
    /** The modem is told how to report and which access point to use. */
    INITIALISING("the modem to take its settings"),
    /** The SIM is not ready yet. */
    SIM_WAIT("the SIM to be ready"),
    /** No network takes the modem yet. */
    SEARCHING("a network to register with"),
    /** A network takes the modem; the data path is chosen next. */
    REGISTERED("the data path to be chosen"),
    /** The data context, its address and the listener are being raised. */
    ACTIVATING("the data context, its address and the listener"),
    /** Datagrams arrive. */
    LISTENING("commands"),
    /** Something failed; it is tried again after a pause. */
    BACKING_OFF("the pause before the next try to pass"),
    /** The agent ends. */
    STOPPING("the agent to end");

    private final String waitsFor;

    Phase(String waitsFor) {
        this.waitsFor = waitsFor;
    }

    /** What the session waits for in this phase, for a person to read. */
    public String waitsFor() {
        return waitsFor;
    }
}

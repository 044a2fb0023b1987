package dev.ipcommand.agent.restart;

/** What is restarted. */
public enum RestartKind {
    /** The whole device. */
    REBOOT("reboot"),
    /** This process; whoever supervises it starts it again. */
    AGENT("restart-agent"),
    /** The modem. */
    MODEM("restart-modem");

    private final String command;

    RestartKind(String command) {
        this.command = command;
    }

    /** The command's name. */
    public String command() {
        return command;
    }
}

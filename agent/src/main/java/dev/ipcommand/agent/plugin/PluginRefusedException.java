package dev.ipcommand.agent.plugin;

/** A jar that is not used, and why, for the operator to read. Holds text only. */
final class PluginRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    PluginRefusedException(String reason) {
        super(Foreign.line(reason), null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

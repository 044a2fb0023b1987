package dev.ipcommand.agent.dispatch;

/** Where goes what a script wrote on standard error, once it has ended. Any handler thread. */
@FunctionalInterface
interface StderrSink {
    /** One line of the log for each run. */
    StderrSink LOG = (handler, text, total) -> {
        String stripped = text.strip();
        StringBuilder line = new StringBuilder(stripped.length());
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        String cut = total > ScriptProcess.MAX_STDERR ? " (" + total + " bytes in all)" : "";
        System.getLogger(ScriptProcess.class.getName())
                .log(System.Logger.Level.INFO, "handler " + handler + " stderr: " + line + cut);
    };

    /**
     * Takes it.
     *
     * @param text its beginning, as it was written
     * @param total how many bytes there were in all
     */
    void written(String handler, String text, long total);
}

package dev.ipcommand.agent.plugin;

/** What foreign code says about itself, as a line for the log: bounded, and text only, so that none of its classes stay. */
final class Foreign {
    private static final int MAX_LENGTH = 300;
    private static final int MAX_CAUSES = 4;

    private Foreign() {}

    /**
     * The classes and messages of a throwable and its causes. Runs foreign code ({@code getMessage}): call it where that
     * may take its time.
     */
    static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable at = thrown;
        for (int i = 0; i < MAX_CAUSES && at != null; i++) {
            text.append(i == 0 ? "" : ", because of ").append(at.getClass().getSimpleName());
            Throwable cause = at;
            at = null;
            try {
                String message = cause.getMessage();
                text.append(message == null ? "" : ": " + line(message));
                at = cause.getCause();
            } catch (RuntimeException | Error e) {
                text.append(" (which cannot say more)");
            }
        }
        return line(text.toString());
    }

    /** A text as one line of bounded length without control characters. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        int length = Math.min(text.length(), MAX_LENGTH);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.append(length < text.length() ? "…" : "").toString();
    }
}

package dev.ipcommand.modem.at;

/** Read commands every modem knows, whose information text tells them apart from each other. */
enum Fence {
    /** 27.007 §9.1. */
    ERROR_REPORT("AT+CMEE?", "+CMEE: 0"),
    /** 27.007 §5.2; only once the modem's name is known, so that no boot word passes for it. */
    MODEL("AT+CGMM", ""),
    /** 27.007 §5.5. */
    CHARACTER_SET("AT+CSCS?", "+CSCS: \"IRA\""),
    /** 27.007 §5.4. */
    SERIAL("AT+CGSN", "000000000000000");

    private final String line;
    private final String sample;

    Fence(String line, String sample) {
        this.line = line;
        this.sample = sample;
    }

    String line() {
        return line;
    }

    /** Whether this line is the fence's information text. */
    boolean isAnsweredBy(String text, String model) {
        return switch (this) {
            case ERROR_REPORT -> text.startsWith("+CMEE:");
            case CHARACTER_SET -> text.startsWith("+CSCS:");
            case MODEL -> !model.isEmpty() && bare(text, "+CGMM:").equals(model);
            case SERIAL -> bare(text, "+CGSN:").matches("[0-9]{14,17}");
        };
    }

    /** Whether that command's information text could be taken for this fence's. */
    boolean resembles(AtCommand<?> command) {
        boolean unmarked = this == MODEL || this == SERIAL;
        return command.line().equals(line)
                || (command.isTyped() && command.claim().equals(TypedCommand.ANYTHING))
                || (unmarked && command.claim().freeText())
                || command.claim().test().test(sample)
                || command.claim().test().test(line.substring(2) + ": x");
    }

    /** The text without an optional prefix and quotes. */
    static String bare(String text, String prefix) {
        String rest = text.startsWith(prefix) ? text.substring(prefix.length()).strip() : text;
        boolean quoted = rest.length() >= 2 && rest.startsWith("\"") && rest.endsWith("\"");
        return quoted ? rest.substring(1, rest.length() - 1) : rest;
    }
}

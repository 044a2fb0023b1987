package dev.ipcommand.bench.foreign;

/** Ways in which a command may go wrong, for {@link ForeignModem#when}. */
final class Faults {
    /** No answer, ever; the modem takes the next command. */
    static final ForeignModem.Fault SILENT = (modem, exchange, normal) -> {
        modem.port().tolerate(true);
        modem.port().release();
    };

    /** A plain ERROR. */
    static final ForeignModem.Fault ERROR = (modem, exchange, normal) -> exchange.error();

    private Faults() {}

    /** The prompt as this modem writes it. */
    static String prompt(ForeignModem modem) {
        if (modem.has(Freedom.NO_LEADING_LINE_END)) {
            return "> ";
        }
        String before = modem.has(Freedom.PROMPT_AFTER_TWO_LINES) ? "\r\n\r\n" : "\r\n";
        return before + (modem.has(Freedom.BARE_PROMPT) ? ">" : "> ");
    }

    /** The whole answer comes so much later; until then the modem hears nothing. */
    static ForeignModem.Fault late(long millis) {
        return (modem, exchange, normal) -> {
            modem.port().tolerate(true);
            modem.port().later(millis, normal);
        };
    }

    /** This final result instead of the right one. */
    static ForeignModem.Fault result(String text) {
        return (modem, exchange, normal) -> exchange.end(text);
    }
}

package dev.ipcommand.modem.at;

import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The line that ends a command (V.250 §5.7, 27.007 §9.2).
 *
 * @param kind which of them
 * @param text the whole line
 * @param code the number of a {@code +CME ERROR} or {@code +CMS ERROR}, if it has one
 */
public record FinalResultCode(Kind kind, String text, OptionalInt code) {
    /** Whether a command takes one of these as its end is the command's own choice. */
    public enum Kind {
        OK(true),
        CONNECT(true),
        SEND_OK(true),
        SHUT_OK(true),
        CLOSE_OK(true),
        POWER_DOWN(true),
        ERROR(false),
        CME_ERROR(false),
        CMS_ERROR(false),
        NOT_SUPPORTED(false),
        ABORTED(false),
        SEND_FAIL(false),
        CONNECT_FAIL(false),
        NO_CARRIER(false);

        private final boolean success;

        Kind(boolean success) {
            this.success = success;
        }

        /** Whether the modem did what it was asked. */
        public boolean isSuccess() {
            return success;
        }
    }

    private static final Map<String, Kind> WHOLE_LINES = Map.ofEntries(
            Map.entry("OK", Kind.OK),
            Map.entry("ERROR", Kind.ERROR),
            Map.entry("SEND OK", Kind.SEND_OK),
            Map.entry("SEND FAIL", Kind.SEND_FAIL),
            Map.entry("SHUT OK", Kind.SHUT_OK),
            Map.entry("CLOSE OK", Kind.CLOSE_OK),
            Map.entry("NORMAL POWER DOWN", Kind.POWER_DOWN),
            Map.entry("CONNECT", Kind.CONNECT),
            Map.entry("CONNECT FAIL", Kind.CONNECT_FAIL),
            Map.entry("COMMAND NOT SUPPORT", Kind.NOT_SUPPORTED),
            Map.entry("NOT SUPPORT", Kind.NOT_SUPPORTED),
            Map.entry("NA", Kind.NOT_SUPPORTED),
            Map.entry("ABORTED", Kind.ABORTED),
            Map.entry("NO CARRIER", Kind.NO_CARRIER),
            Map.entry("BUSY", Kind.NO_CARRIER),
            Map.entry("NO ANSWER", Kind.NO_CARRIER),
            Map.entry("NO DIALTONE", Kind.NO_CARRIER));

    /** The final result that a whole line is, or null. */
    static @Nullable FinalResultCode parse(String line) {
        Kind whole = WHOLE_LINES.get(line);
        if (whole != null) {
            return new FinalResultCode(whole, line, OptionalInt.empty());
        }
        if (line.startsWith("+CME ERROR")) {
            return new FinalResultCode(Kind.CME_ERROR, line, codeOf(line));
        }
        if (line.startsWith("+CMS ERROR")) {
            return new FinalResultCode(Kind.CMS_ERROR, line, codeOf(line));
        }
        if (line.startsWith("MODEM ERROR:")) {
            return new FinalResultCode(Kind.ERROR, line, codeOf(line));
        }
        return line.startsWith("CONNECT ") ? new FinalResultCode(Kind.CONNECT, line, OptionalInt.empty()) : null;
    }

    private static OptionalInt codeOf(String line) {
        String detail = line.substring(line.indexOf("ERROR") + "ERROR".length())
                .replace(":", "")
                .strip();
        return detail.matches("[0-9]{1,6}") ? OptionalInt.of(Integer.parseInt(detail)) : OptionalInt.empty();
    }

    /** Whether this is {@code +CME ERROR} with that number or, in text mode, that text (case as the modem likes). */
    public boolean isCme(int number, String meaning) {
        if (kind != Kind.CME_ERROR) {
            return false;
        }
        return code.isPresent()
                ? code.getAsInt() == number
                : text.toLowerCase(java.util.Locale.ROOT).contains(meaning);
    }
}

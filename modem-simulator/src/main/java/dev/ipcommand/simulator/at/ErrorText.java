package dev.ipcommand.simulator.at;

import java.util.Map;

/** The texts of {@code +CME ERROR} at {@code +CMEE=2} (27.007 §9.2). */
final class ErrorText {
    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(3, "operation not allowed"),
            Map.entry(4, "operation not supported"),
            Map.entry(10, "SIM not inserted"),
            Map.entry(11, "SIM PIN required"),
            Map.entry(13, "SIM failure"),
            Map.entry(14, "SIM busy"),
            Map.entry(16, "incorrect password"),
            Map.entry(21, "invalid index"),
            Map.entry(30, "no network service"),
            Map.entry(31, "network timeout"),
            Map.entry(50, "incorrect parameters"),
            Map.entry(100, "unknown"),
            Map.entry(148, "unspecified GPRS error"));

    private ErrorText() {}

    static String of(int code) {
        return TEXTS.getOrDefault(code, "unknown");
    }
}

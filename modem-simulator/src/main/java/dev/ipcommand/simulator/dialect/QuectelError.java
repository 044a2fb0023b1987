package dev.ipcommand.simulator.dialect;

import java.util.Map;

/** The result of the latest TCP/IP command, as {@code +QIGETERROR} tells it (QTCP, table of error codes). */
final class QuectelError {
    static final int PARAMETERS = 552;
    static final int BIND = 556;
    static final int OPEN_CONTEXT = 561;
    static final int IN_USE = 563;
    static final int CLOSED = 567;
    static final int NOT_ALLOWED = 572;

    private static final Map<Integer, String> TEXTS = Map.of(
            0,
            "operate successfully",
            PARAMETERS,
            "Invalid parameters",
            BIND,
            "Socket bind failed",
            OPEN_CONTEXT,
            "Open PDP context failed",
            IN_USE,
            "Socket identity has been used",
            CLOSED,
            "Socket has been closed",
            NOT_ALLOWED,
            "Operation not allowed");

    private int code;

    void set(int now) {
        code = now;
    }

    String describe() {
        return code + "," + TEXTS.getOrDefault(code, "Unknown error");
    }
}

package dev.ipcommand.stub.error;

/**
 * Every error the stub can answer or report, in one table, so that a correction from the live platform is one line.
 *
 * <p>Documented: 20003, 20404, 20429 and the 834xx numbers with their titles. Which number the platform uses for each
 * synchronous refusal of a command is not documented; those rows are this stub's choice.
 */
public enum ErrorCode {
    MISSING_PARAMETER(400, 20001, "Missing required parameter %s in the post body"),
    INVALID_PARAMETER(400, 20001, "Invalid parameter %s"),
    MALFORMED_REQUEST(400, 20001, "Malformed request: %s"),
    AUTHENTICATE(401, 20003, "Authenticate"),
    ACCESS_DENIED(403, 20006, "Access denied: %s"),
    NOT_FOUND(404, 20404, "The requested resource %s was not found"),
    METHOD_NOT_ALLOWED(405, 20004, "Method not allowed"),
    CONFLICT(409, 20001, "Conflict: %s"),
    BODY_TOO_LARGE(413, 20001, "Request body too large: the limit is %s bytes"),
    UNSUPPORTED_MEDIA_TYPE(415, 20001, "Unsupported content type: %s"),
    TOO_MANY_REQUESTS(429, 20429, "Too Many Requests"),
    INTERNAL_ERROR(500, 20500, "Internal server error"),
    UNAVAILABLE(503, 20503, "Service unavailable: %s"),

    SIM_NOT_FOUND(400, 83005, "Super SIM not found: %s"),
    SIM_NEEDS_FLEET(400, 83007, "Super SIM cannot be activated without a Fleet"),
    SIM_BAD_TRANSITION(400, 83010, "Super SIM cannot go from %s"),
    SIM_NAME_TAKEN(400, 83011, "Super SIM unique name already exists"),
    COMMAND_REFUSED(400, 83400, "IP Commands error: %s"),

    /** Outcome of an accepted command, never an HTTP answer. */
    DELIVERY_FAILED(400, 83400, "IP Commands error"),
    /** Outcome of an accepted command, never an HTTP answer. */
    NOT_ATTACHED(400, 83401, "The device was not attached to a cellular network"),
    /** Kept in the delivery log, never an HTTP answer. */
    CALLBACK_REFUSED(400, 83402, "Received error response to IP Command callback request");

    private final int httpStatus;
    private final int code;
    private final String message;

    ErrorCode(int httpStatus, int code, String message) {
        this.httpStatus = httpStatus;
        this.code = code;
        this.message = message;
    }

    /** The HTTP status that goes with this error. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The platform's number. */
    public int code() {
        return code;
    }

    /** The text with its gap filled; {@code detail} is ignored by rows without a gap. */
    public String message(String detail) {
        return message.replace("%s", detail);
    }

    /** The text of a row without a gap. */
    public String message() {
        return message;
    }
}

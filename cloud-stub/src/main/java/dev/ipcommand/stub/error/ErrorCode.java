package dev.ipcommand.stub.error;

/**
 * Every error the stub can answer or report, in one table, so that a correction from the live platform is one line. Each row
 * says how far it is evidence and how far choice; {@code docs/cloud-stub.md} can be held against it.
 */
public enum ErrorCode {
    MISSING_PARAMETER(400, 20001, Evidence.SEEN, "Missing required parameter %s in the post body"),
    INVALID_PARAMETER(400, 20001, Evidence.INFERRED, "Invalid parameter %s"),
    MALFORMED_REQUEST(400, 20001, Evidence.INFERRED, "Malformed request: %s"),
    NAME_TAKEN(400, 20001, Evidence.INFERRED, "Unique name already exists"),
    TOO_MANY_RESOURCES(400, 20001, Evidence.INFERRED, "Too many resources of this kind: this stub keeps %s"),
    ACCOUNT_INVALID(400, 20409, Evidence.NUMBER_DOCUMENTED, "Account SID is invalid"),
    AUTHENTICATE(401, 20003, Evidence.SEEN, "Authenticate"),
    ACCESS_DENIED(403, 20006, Evidence.NUMBER_DOCUMENTED, "Access denied: %s"),
    NOT_FOUND(404, 20404, Evidence.SEEN, "The requested resource %s was not found"),
    METHOD_NOT_ALLOWED(405, 20004, Evidence.NUMBER_DOCUMENTED, "Method not allowed"),
    CONFLICT(409, 20001, Evidence.INFERRED, "Conflict: %s"),
    BODY_TOO_LARGE(413, 20001, Evidence.INFERRED, "Request body too large: the limit is %s bytes"),
    UNSUPPORTED_MEDIA_TYPE(415, 20001, Evidence.INFERRED, "Unsupported content type: %s"),
    TOO_MANY_REQUESTS(429, 20429, Evidence.NUMBER_DOCUMENTED, "Too Many Requests"),
    INTERNAL_ERROR(500, 20500, Evidence.NUMBER_DOCUMENTED, "Internal server error"),
    UNAVAILABLE(503, 20503, Evidence.NUMBER_DOCUMENTED, "Service unavailable: %s"),

    SIM_PARAMETER_MISSING(400, 83001, Evidence.NUMBER_DOCUMENTED, "Super SIM registration needs parameter %s"),
    SIM_NOT_REGISTRABLE(400, 83002, Evidence.NUMBER_DOCUMENTED, "Super SIM cannot be registered"),
    SIM_ALREADY_YOURS(
            400, 83003, Evidence.NUMBER_DOCUMENTED, "Super SIM already belongs to the requesting account: %s"),
    SIM_NOT_FOUND(400, 83005, Evidence.NUMBER_DOCUMENTED, "Super SIM not found: %s"),
    FLEET_NOT_FOUND(400, 83006, Evidence.NUMBER_DOCUMENTED, "Super SIM cannot be updated: target Fleet not found"),
    SIM_NEEDS_FLEET(400, 83007, Evidence.NUMBER_DOCUMENTED, "Super SIM cannot be activated without a Fleet"),
    SIM_FLEET_NEEDED(
            400, 83008, Evidence.NUMBER_DOCUMENTED, "Super SIM cannot be removed from its Fleet while ready or active"),
    SIM_FLEET_WHILE_SCHEDULED(
            400, 83009, Evidence.NUMBER_DOCUMENTED, "Super SIM cannot change its Fleet while scheduled"),
    SIM_BAD_TRANSITION(400, 83010, Evidence.NUMBER_DOCUMENTED, "Super SIM cannot go from %s"),
    SIM_NAME_TAKEN(400, 83011, Evidence.NUMBER_DOCUMENTED, "Super SIM unique name already exists"),
    COMMAND_REFUSED(400, 83400, Evidence.INFERRED, "IP Commands error: %s"),

    /** Outcome of an accepted command, never an HTTP answer. */
    DELIVERY_FAILED(400, 83400, Evidence.TITLE_DOCUMENTED, "IP Commands error"),
    /** Outcome of an accepted command, never an HTTP answer. */
    NOT_ATTACHED(400, 83401, Evidence.TITLE_DOCUMENTED, "The device was not attached to a cellular network"),
    /** Kept in the delivery log, never an HTTP answer. */
    CALLBACK_REFUSED(400, 83402, Evidence.TITLE_DOCUMENTED, "Received error response to IP Command callback request");

    /** What is known of a row from the platform's own words or answers. */
    public enum Evidence {
        /** Number and text were seen in answers of the platform. */
        SEEN,
        /** Number and title are in the platform's list of errors. */
        TITLE_DOCUMENTED,
        /** The number is in the platform's list; HTTP status and text are ours. */
        NUMBER_DOCUMENTED,
        /** Ours: what the platform answers is not known. */
        INFERRED
    }

    private final int httpStatus;
    private final int code;
    private final Evidence evidence;
    private final String message;

    ErrorCode(int httpStatus, int code, Evidence evidence, String message) {
        this.httpStatus = httpStatus;
        this.code = code;
        this.evidence = evidence;
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

    /** How far this row is known to be right. */
    public Evidence evidence() {
        return evidence;
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

package dev.ipcommand.stub.error;

/** A request that is refused. Carries the row of the table and the HTTP status; has no stack trace, because it is expected. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final int code;

    /** Refuses with a row of the table whose text has no gap. */
    public ApiException(ErrorCode error) {
        this(error, "");
    }

    /** Refuses with a row of the table; {@code detail} fills the gap of its text. */
    public ApiException(ErrorCode error, String detail) {
        this(error.httpStatus(), error.code(), error.message(detail));
    }

    /** Refuses with numbers of one's own, for injected faults. */
    public ApiException(int httpStatus, int code, String message) {
        super(message, null, false, false);
        this.httpStatus = httpStatus;
        this.code = code;
    }

    /** The HTTP status of the answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The platform's error number. */
    public int code() {
        return code;
    }

    /** The sentence for the client; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}

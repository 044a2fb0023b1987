package dev.ipcommand.bench.api;

/** The API refused a request, or did not answer. The message is fit for a person and holds no credentials. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final String message;

    /**
     * @param status the HTTP status; 0 = no answer at all
     * @param code the platform's error code; 0 = none given
     */
    public ApiException(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** The HTTP status; 0 = no answer at all. */
    public int status() {
        return status;
    }

    /** The platform's error code, for example 20003; 0 = none given. */
    public int code() {
        return code;
    }
}

package dev.ipcommand.bench.process;

/** A process did not do what it was started for. The message is for a person and holds its last lines. */
public final class ProcessException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProcessException(String message) {
        super(message);
    }
}

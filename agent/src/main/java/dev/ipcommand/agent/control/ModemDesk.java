package dev.ipcommand.agent.control;

import java.time.Duration;
import java.util.List;

/**
 * What people may ask of the modem of a running agent: root and the agent's own user, nobody else, for it shows identities.
 *
 * <p><b>Threading.</b> {@link #modem} and {@link #at} block and run on a thread of their own for each request; they end early
 * when interrupted, because the client has left. The others are quick and run on {@code control}.
 */
public interface ModemDesk {
    /** The longest a command may be waited for. */
    Duration LONGEST = Duration.ofMinutes(3);

    /** What became of a typed command. */
    enum Result {
        /** The modem did it. */
        OK,
        /** The modem answered with an error. */
        ERROR,
        /** The modem did not answer in time. */
        TIMEOUT,
        /** Such a line is not passed on. */
        REFUSED,
        /** Its turn did not come; it was not sent. */
        BUSY,
        /** The modem is not open. */
        NO_MODEM
    }

    /**
     * The answer to a typed command.
     *
     * @param lines the information text
     * @param finalResult the final result code, empty if there is none
     * @param message what else there is to say
     */
    record AtAnswer(Result result, List<String> lines, String finalResult, String message) {
        public AtAnswer {
            lines = List.copyOf(lines);
        }

        /** Without an answer of the modem. */
        public static AtAnswer without(Result result, String message) {
            return new AtAnswer(result, List.of(), "", message);
        }
    }

    /**
     * A piece of a recording.
     *
     * @param lines redacted, at most as many as fit an answer
     * @param dropped bytes that could not be kept
     * @param running whether it goes on
     */
    record Piece(List<String> lines, long dropped, boolean running) {
        public Piece {
            lines = List.copyOf(lines);
        }
    }

    /** Everything about the modem, fresh if it is free. */
    ModemReport modem() throws InterruptedException;

    /**
     * Passes a typed line to the modem.
     *
     * @param insisting whether to take what may break the session
     * @param patience how long it may wait for its turn, and then for its answer
     */
    AtAnswer at(String line, boolean insisting, Duration patience) throws InterruptedException;

    /**
     * Starts a recording of the AT traffic. It ends by itself when nobody takes from it.
     *
     * @param restartSession whether to open the modem anew, so that it starts with the first byte
     * @return why not; empty if it runs
     */
    String startRecording(boolean restartSession);

    /** What was recorded since the last time. */
    Piece takeRecorded();

    /** Ends it. What is left comes in pieces; the last one is empty. */
    Piece stopRecording();
}

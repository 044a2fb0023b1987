package dev.ipcommand.agent.session;

import java.time.Duration;

/** What a {@link SessionSupervisor} asks of the world. Called on the thread that calls the supervisor; must not block. */
public interface SessionOutput {
    /**
     * Starts something that ends in an event.
     *
     * @param generation goes back with that event; older ones are no longer of interest
     */
    void perform(Effect effect, long generation);

    /** Starts a timer, in place of one of the same kind. */
    void start(Timer timer, Duration length);

    /** Starts a timer unless one of the same kind runs. */
    void startUnlessRunning(Timer timer, Duration length);

    /** Stops a timer if it runs. */
    void stop(Timer timer);

    /** The session went from one phase to another. */
    void changed(SessionStatus before, SessionStatus after);
}

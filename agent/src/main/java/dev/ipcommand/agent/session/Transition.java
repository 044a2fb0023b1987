package dev.ipcommand.agent.session;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the table.
 *
 * @param from in which phases it holds
 * @param on what happened
 * @param to where it leads; empty = stay
 * @param effects what is to be done, in order
 * @param pause how long {@link Effect#RETRY_LATER} waits, if it is among them
 * @param resume where to go on after {@link Phase#BACKING_OFF}, if it leads there
 */
public record Transition(
        Set<Phase> from,
        Trigger on,
        Optional<Phase> to,
        List<Effect> effects,
        Optional<Pause> pause,
        Optional<Phase> resume) {
    public Transition {
        from = Set.copyOf(from);
        effects = List.copyOf(effects);
    }
}

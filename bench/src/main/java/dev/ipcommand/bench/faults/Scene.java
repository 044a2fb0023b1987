package dev.ipcommand.bench.faults;

import dev.ipcommand.bench.rig.RigOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One trouble, how it is made and what is promised about it.
 *
 * @param name unique, as on the command line
 * @param what in words, for the table
 * @param when whether the modem starts with it
 * @param steps requests to the simulator's control socket, or its arguments if it starts with them
 * @param away how long the trouble itself lasts: nothing can work before that
 * @param scaled whether it is shorter than life
 * @param paths where it can happen
 * @param bar what is promised
 */
public record Scene(
        String name,
        String what,
        When when,
        List<String> steps,
        Duration away,
        boolean scaled,
        Set<RigOptions.DataPath> paths,
        Bar bar) {
    /** Between two commands. */
    static final Duration USUAL = Duration.ofMillis(200);

    /** When the trouble begins. */
    public enum When {
        /** The modem starts with it, the agent right after: what is measured is the way to the first answer. */
        START,
        /** The same, and the SIM asks for a PIN that the agent's configuration names. */
        LOCKED,
        /** While commands travel. */
        SERVING,
        /** While a reply is due. */
        REPLY_DUE,
        /** While commands travel; only the rungs of the recovery ladder end it. */
        LADDER;

        boolean atStart() {
            return this == START || this == LOCKED;
        }

        /** Whether it is played on a rig of its own, and only on request. */
        public boolean isApart() {
            return this == LOCKED || this == LADDER;
        }
    }

    /**
     * What is promised: the times, counted from the injection, or nothing.
     *
     * @param noticed until the agent says so
     * @param back until a command is answered, beside {@link #away}
     * @param noLossOnInterface whether datagrams keep flowing on a path that the AT port has no part in
     */
    public record Bar(Optional<Duration> noticed, Optional<Duration> back, boolean noLossOnInterface) {
        /** Nothing but that it works again. */
        public static final Bar NONE = new Bar(Optional.empty(), Optional.empty(), false);

        static Bar noticed(long millis) {
            return new Bar(Optional.of(Duration.ofMillis(millis)), Optional.empty(), false);
        }

        static Bar back(long millis) {
            return new Bar(Optional.empty(), Optional.of(Duration.ofMillis(millis)), false);
        }

        Bar flowing() {
            return new Bar(noticed, back, true);
        }

        boolean isNone() {
            return equals(NONE);
        }
    }

    /** Whether it can happen on a rig. */
    boolean suits(RigOptions options) {
        return paths.contains(options.path());
    }

    /** How long to look on if nothing is lost: as long as it may take the agent to notice. */
    Duration look() {
        return bar.noticed().map(time -> time.plusSeconds(3)).orElse(Duration.ofSeconds(4));
    }

    /** Between two commands: a port that takes 10 ms for a byte carries no more than this. */
    Duration every() {
        return name.equals("F2") ? Duration.ofMillis(2500) : USUAL;
    }

    /** The name as in the table. */
    String label() {
        return name + (scaled ? "*" : "");
    }
}

package dev.ipcommand.agent.session;

import java.time.Duration;

/** What a session can wait for; at most one of each kind runs. */
public enum Timer {
    /** The pause of {@link Effect#RETRY_LATER}; its length is the row's. */
    RETRY(Trigger.RETRY_DUE, Duration.ZERO),
    /** Between two looks while serving: §14.3 polls at 10 s. */
    CHECK(Trigger.CHECK_DUE, Duration.ofSeconds(10)),
    /** How long a lost registration may take to return before service is cut; ModemManager waits as long. */
    GRACE(Trigger.GRACE_OVER, Duration.ofSeconds(15)),
    /** Until the next rung; its length is the ladder's. */
    LADDER(Trigger.RUNG_DUE, Duration.ZERO);

    private final Trigger trigger;
    private final Duration usual;

    Timer(Trigger trigger, Duration usual) {
        this.trigger = trigger;
        this.usual = usual;
    }

    /** What happens when it runs out. */
    public Trigger trigger() {
        return trigger;
    }

    /** Its length where no row names one. */
    public Duration usual() {
        return usual;
    }
}

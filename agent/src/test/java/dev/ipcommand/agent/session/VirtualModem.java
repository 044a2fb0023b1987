package dev.ipcommand.agent.session;

import java.time.Duration;
import java.util.Optional;

/** A modem, its card and its network, as far as a session sees them. A test changes the fields. */
final class VirtualModem {
    /** What an effect ends in, and how long it takes. */
    record Outcome(Duration takes, Optional<Trigger> trigger) {}

    boolean hasPower = true;
    boolean portThere = true;
    boolean answers = true;
    boolean heldByOthers;
    boolean cardReady = true;
    boolean cardLocked;
    boolean network = true;
    boolean data = true;
    /** The card's own timer, if it has one: the network takes the modem once it has run out. */
    Optional<Duration> applet = Optional.empty();

    /** When the search began that the present timer belongs to. */
    private Duration searchingSince = Duration.ZERO;

    Outcome does(Effect effect, Duration now) {
        return switch (effect) {
            case FIND_PORT -> quick(portThere ? Trigger.PORT_FOUND : Trigger.PORT_MISSING);
            case OPEN_MODEM ->
                heldByOthers
                        ? quick(Trigger.PORT_HELD)
                        : answers
                                ? quick(Trigger.MODEM_OPEN)
                                : new Outcome(Duration.ofSeconds(20), Optional.of(Trigger.FAILED));
            case INITIALISE -> quick(Trigger.INITIALISED);
            case READ_SIM ->
                quick(cardLocked ? Trigger.SIM_LOCKED : cardReady ? Trigger.SIM_READY : Trigger.SIM_PENDING);
            case READ_REGISTRATION -> quick(isTaken(now) ? Trigger.REGISTERED : Trigger.NOT_REGISTERED);
            case BRING_UP_LINK -> quick(data ? Trigger.LINK_UP : Trigger.FAILED);
            case CHECK -> quick(isTaken(now) ? Trigger.HEALTHY : Trigger.REGISTRATION_LOST);
            case CYCLE_RADIO, REBOOT_MODEM -> {
                searchingSince = now;
                yield silent();
            }
            case USE_POWER -> {
                searchingSince = now;
                yield new Outcome(Duration.ofSeconds(40), Optional.of(Trigger.POWERED));
            }
            default -> silent();
        };
    }

    /** The network is gone from now on, or until the card has found another. */
    void loseNetwork(Duration now) {
        network = false;
        searchingSince = now;
    }

    private boolean isTaken(Duration now) {
        return network
                || applet.map(timer -> now.minus(searchingSince).compareTo(timer) >= 0)
                        .orElse(false);
    }

    private static Outcome quick(Trigger trigger) {
        return new Outcome(Duration.ofMillis(100), Optional.of(trigger));
    }

    private static Outcome silent() {
        return new Outcome(Duration.ofMillis(100), Optional.empty());
    }
}

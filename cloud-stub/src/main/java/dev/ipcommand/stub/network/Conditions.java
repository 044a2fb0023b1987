package dev.ipcommand.stub.network;

/**
 * What the radio does to a Sim's datagrams.
 *
 * @param delayMs added to each
 * @param jitterMs up to this much more, evenly distributed; does not change the order
 * @param loss share that vanishes, 0 to 1
 * @param duplicate share that arrives twice
 * @param reorder share that is held back so that later ones overtake it
 * @param appliesTo the directions all of this concerns
 * @param sleep when the device listens; concerns datagrams towards it only
 */
public record Conditions(
        int delayMs, int jitterMs, double loss, double duplicate, double reorder, AppliesTo appliesTo, Sleep sleep) {

    /** The directions conditions concern. */
    public enum AppliesTo {
        TO_SIM,
        FROM_SIM,
        BOTH;

        boolean covers(Way way) {
            return this == BOTH || name().equals(way.name());
        }
    }

    /** The direction of one datagram. */
    public enum Way {
        TO_SIM,
        FROM_SIM
    }

    /** A network that does nothing to anybody. */
    public static final Conditions IDEAL = new Conditions(0, 0, 0, 0, 0, AppliesTo.TO_SIM, Sleep.NONE);

    /** These, or ideal ones if they do not concern this direction. */
    Conditions on(Way way) {
        return appliesTo.covers(way) ? this : IDEAL;
    }
}

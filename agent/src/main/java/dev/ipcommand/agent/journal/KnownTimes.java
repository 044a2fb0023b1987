package dev.ipcommand.agent.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is known of time: the latest that has passed, and per key the floor below which its tokens are refused. One floor
 * per key that ever signed an executed command: the configuration bounds them.
 *
 * <p>Not safe for several threads: the owner guards it.
 */
final class KnownTimes {
    /** What one record on the disk says of time: running time, latest time and the floor of the record's key. */
    record Stamp(long uptime, HighWater latest, HighWater floor) {}

    /** How far ahead of the device a signer's clock may be (the verifier accepts as much). */
    private static final long AHEAD = 300;

    private final long margin;
    private HighWater latest = HighWater.NONE;
    private final Map<String, HighWater> floors = new HashMap<>();

    /** @param margin how far a floor stays behind the newest accepted token, in seconds */
    KnownTimes(long margin) {
        this.margin = margin;
    }

    private KnownTimes(KnownTimes other) {
        this(other.margin);
        latest = other.latest;
        floors.putAll(other.floors);
    }

    KnownTimes copy() {
        return new KnownTimes(this);
    }

    long latest() {
        return latest.value();
    }

    long floor(String keyId) {
        return floorOf(keyId).value();
    }

    private HighWater floorOf(String keyId) {
        return floors.getOrDefault(keyId, HighWater.NONE);
    }

    Set<String> keys() {
        return floors.keySet();
    }

    Stamp stamp(String keyId, long uptime) {
        return new Stamp(uptime, latest, floorOf(keyId));
    }

    void raise(String keyId, TokenUse token, long uptime) {
        latest = latestWith(token, uptime);
        floors.put(keyId, floorOf(keyId).raised(token.issuedAt() - margin, token.synchronised(), uptime));
    }

    void raiseLatest(TokenUse token, long uptime) {
        latest = latestWith(token, uptime);
    }

    /**
     * A good clock is believed. Else the token's own time is evidence that somebody with a key lived then, and it is all
     * there is on a board whose clock starts in 1970; the very first value is that alone, since a clock that nobody
     * checked could put it anywhere.
     */
    HighWater latestWith(TokenUse token, long uptime) {
        if (token.synchronised()) {
            return latest.raised(token.now(), true, uptime);
        }
        long signed = token.issuedAt() - AHEAD;
        long candidate = latest.value() == 0 ? signed : Math.max(signed, token.now());
        return latest.raised(candidate, false, uptime);
    }

    void replay(String keyId, Stamp stamp) {
        latest = latest.with(stamp.latest());
        if (!stamp.floor().equals(HighWater.NONE)) {
            floors.put(keyId, floorOf(keyId).with(stamp.floor()));
        }
    }
}

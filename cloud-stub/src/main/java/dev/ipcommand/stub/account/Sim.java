package dev.ipcommand.stub.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Super SIM; a value, replaced in the {@link Directory} when it changes.
 *
 * @param target what a {@code scheduled} Sim becomes; empty if nothing is under way
 */
public record Sim(
        String sid,
        String accountSid,
        Optional<String> uniqueName,
        String iccid,
        SimStatus status,
        Optional<SimStatus> target,
        Optional<String> fleetSid,
        Instant created,
        Instant updated)
        implements Resource {

    /** A Sim with no change under way. */
    public Sim(
            String sid,
            String accountSid,
            Optional<String> uniqueName,
            String iccid,
            SimStatus status,
            Optional<String> fleetSid,
            Instant created,
            Instant updated) {
        this(sid, accountSid, uniqueName, iccid, status, Optional.empty(), fleetSid, created, updated);
    }

    /** Everything it is known by: SID, ICCID, and its unique name if it has one. */
    public Set<String> references() {
        return Stream.concat(Stream.of(sid, iccid), uniqueName.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The same Sim under another status. */
    public Sim with(SimStatus newStatus, Instant now) {
        return new Sim(sid, accountSid, uniqueName, iccid, newStatus, fleetSid, created, now);
    }

    /** The same Sim with a change under way that ends in {@code wanted}. */
    Sim scheduled(SimStatus wanted, Instant now) {
        return new Sim(
                sid, accountSid, uniqueName, iccid, SimStatus.SCHEDULED, Optional.of(wanted), fleetSid, created, now);
    }

    /** The same Sim in another Fleet, or in none. */
    Sim in(Optional<String> newFleetSid, Instant now) {
        return new Sim(sid, accountSid, uniqueName, iccid, status, target, newFleetSid, created, now);
    }

    /** The same Sim in another account, whose Fleets are others. */
    Sim ownedBy(String newAccountSid, Instant now) {
        return new Sim(sid, newAccountSid, uniqueName, iccid, status, target, Optional.empty(), created, now);
    }

    /** The same Sim under another name; an empty one takes the name away. */
    public Sim named(String name, Instant now) {
        Optional<String> newName = Optional.of(name).filter(n -> !n.isEmpty());
        return new Sim(sid, accountSid, newName, iccid, status, target, fleetSid, created, now);
    }
}

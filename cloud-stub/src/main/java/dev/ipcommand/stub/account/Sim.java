package dev.ipcommand.stub.account;

import java.time.Instant;
import java.util.Optional;

/** A Super SIM; a value, replaced in the {@link Directory} when it changes. */
public record Sim(
        String sid,
        String accountSid,
        Optional<String> uniqueName,
        String iccid,
        SimStatus status,
        Optional<String> fleetSid,
        Instant created,
        Instant updated) {

    /** The same Sim under another status. */
    public Sim with(SimStatus newStatus, Instant now) {
        return new Sim(sid, accountSid, uniqueName, iccid, newStatus, fleetSid, created, now);
    }

    /** The same Sim under another name; an empty one takes the name away. */
    public Sim named(String name, Instant now) {
        return new Sim(
                sid, accountSid, Optional.of(name).filter(n -> !n.isEmpty()), iccid, status, fleetSid, created, now);
    }
}

package dev.ipcommand.stub.account;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.webhook.Callback;
import dev.ipcommand.stub.webhook.Destination;
import dev.ipcommand.stub.webhook.Webhooks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a Sim's status and Fleet change.
 *
 * <pre>
 * from \ to     ready              active             inactive
 * new           by scheduled       by scheduled       by scheduled
 * ready         -                  by scheduled [1]   by scheduled
 * active        83010              -                  by scheduled
 * inactive      83010              by scheduled       -
 * scheduled     83010              83010              83010
 * </pre>
 *
 * [1] and by itself after 250 kB of data. Ready and active need a Fleet (83007), which cannot be taken away meanwhile (83008);
 * another Fleet for a ready or active Sim goes by {@code scheduled} too and ends in the status it had. {@code scheduled} ends
 * with the next turn of the worker; then comes the callback, if the update named a URL.
 *
 * <p>Threading: safe. The second half of an update runs on the executor.
 */
public final class SimLifeCycle {
    private static final int DATA_OF_A_READY_SIM = 250_000;

    /**
     * What a customer asks for; what is absent stays.
     *
     * @param uniqueName empty = no name any more
     * @param fleet SID or name; empty = no Fleet any more
     * @param accountSid the account that gets the Sim
     * @param callback who is told when a scheduled change has ended
     */
    public record Update(
            Optional<String> uniqueName,
            Optional<SimStatus> status,
            Optional<String> fleet,
            Optional<String> accountSid,
            Optional<Destination> callback) {}

    /** What an update needs of the stub. */
    public record Platform(Directory directory, InstantSource clock, EventBus events, Webhooks webhooks) {}

    private final Platform platform;
    private final Executor background;
    private final Map<String, Long> dataOfReadySims = new HashMap<>();

    /** @param background runs the second half of an update */
    public SimLifeCycle(Platform platform, Executor background) {
        this.platform = platform;
        this.background = background;
    }

    /**
     * Carries an update out, or its first half: then the Sim is {@code scheduled}.
     *
     * @throws ApiException if any part of it is not possible; then nothing has changed
     */
    public Sim update(Sim sim, Update update) {
        Instant now = platform.clock().instant();
        Optional<String> fleet = update.fleet().map(reference -> fleetSid(sim.accountSid(), reference));
        AtomicBoolean begun = new AtomicBoolean();
        Sim updated = platform.directory().updateSim(sim.sid(), present -> {
            Sim given = update.accountSid()
                    .map(account -> give(present, account, now))
                    .orElse(present);
            Sim named = update.uniqueName().map(name -> given.named(name, now)).orElse(given);
            Sim moved = fleet.map(f -> move(named, f, now)).orElse(named);
            Sim changed = change(present, moved, update.status(), now);
            begun.set(changed.target().isPresent() && present.target().isEmpty());
            return changed;
        });
        if (begun.get()) {
            publish("sim.scheduled", updated);
            background.execute(() -> settle(updated, update.callback()));
        } else if (!updated.equals(sim)) {
            publish("sim.updated", updated);
        }
        return updated;
    }

    /**
     * Adds a new Sim.
     *
     * @throws ApiException if its ICCID is registered already
     */
    public Sim register(Sim sim) {
        Sim registered = platform.directory().register(sim);
        publish("sim.registered", registered);
        return registered;
    }

    /** Empty for none. */
    private String fleetSid(String accountSid, String reference) {
        return reference.isEmpty()
                ? ""
                : platform.directory()
                        .fleet(accountSid, reference)
                        .map(Fleet::sid)
                        .orElseThrow(() -> new ApiException(ErrorCode.FLEET_NOT_FOUND));
    }

    private Sim give(Sim sim, String account, Instant now) {
        if (account.equals(sim.accountSid())) {
            return sim;
        }
        if (!platform.directory().mayGive(sim.accountSid(), account)) {
            throw new ApiException(ErrorCode.ACCOUNT_INVALID);
        }
        if (sim.status() != SimStatus.NEW) {
            throw new ApiException(ErrorCode.INVALID_PARAMETER, "AccountSid: only while the Sim is new");
        }
        return sim.ownedBy(account, now);
    }

    private static Sim move(Sim sim, String fleetSid, Instant now) {
        Optional<String> fleet = Optional.of(fleetSid).filter(f -> !f.isEmpty());
        if (fleet.equals(sim.fleetSid())) {
            return sim;
        }
        if (sim.status() == SimStatus.SCHEDULED) {
            throw new ApiException(ErrorCode.SIM_FLEET_WHILE_SCHEDULED);
        }
        if (fleet.isEmpty() && isOnline(sim)) {
            throw new ApiException(ErrorCode.SIM_FLEET_NEEDED);
        }
        return sim.in(fleet, now);
    }

    private static Sim change(Sim before, Sim sim, Optional<SimStatus> wanted, Instant now) {
        if (wanted.isEmpty() || wanted.get() == sim.status()) {
            boolean moved = !before.fleetSid().equals(sim.fleetSid());
            return moved && isOnline(sim) ? sim.scheduled(sim.status(), now) : sim;
        }
        SimStatus status = wanted.get();
        if (status != SimStatus.INACTIVE && sim.fleetSid().isEmpty()) {
            throw new ApiException(ErrorCode.SIM_NEEDS_FLEET);
        }
        if (sim.status() == SimStatus.SCHEDULED || (status == SimStatus.READY && sim.status() != SimStatus.NEW)) {
            throw new ApiException(ErrorCode.SIM_BAD_TRANSITION, sim.status().wire() + " to " + status.wire());
        }
        return sim.scheduled(status, now);
    }

    private static boolean isOnline(Sim sim) {
        return sim.status() == SimStatus.READY || sim.status() == SimStatus.ACTIVE;
    }

    private void settle(Sim scheduled, Optional<Destination> callback) {
        Instant now = platform.clock().instant();
        Sim settled = platform.directory()
                .updateSim(scheduled.sid(), sim -> sim.with(sim.target().orElse(sim.status()), now));
        publish("sim.updated", settled);
        callback.ifPresent(destination -> platform.directory()
                .account(settled.accountSid())
                .ifPresent(owner -> platform.webhooks()
                        .send(new Callback(settled.sid(), owner.callbackKeys(), destination, parameters(settled)))));
    }

    /** That there is a call is documented, what it carries is not: these are the names of the command's callback. */
    private static Map<String, String> parameters(Sim sim) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AccountSid", sim.accountSid());
        parameters.put("SimSid", sim.sid());
        parameters.put("SimUniqueName", sim.uniqueName().orElse(""));
        parameters.put("Status", sim.status().wire());
        return parameters;
    }

    /** Counts what a Sim has sent or received; a ready one becomes active with its 250 000th byte. */
    public void countData(String simSid, int bytes) {
        boolean ready = platform.directory()
                .simTable()
                .bySid(simSid)
                .map(sim -> sim.status() == SimStatus.READY)
                .orElse(false);
        if (!ready || total(simSid, bytes) < DATA_OF_A_READY_SIM) {
            return;
        }
        Instant now = platform.clock().instant();
        publish(
                "sim.updated",
                platform.directory()
                        .updateSim(
                                simSid,
                                sim -> sim.status() == SimStatus.READY ? sim.with(SimStatus.ACTIVE, now) : sim));
    }

    private synchronized long total(String simSid, int bytes) {
        return dataOfReadySims.merge(simSid, (long) bytes, Long::sum);
    }

    private void publish(String type, Sim sim) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("account_sid", sim.accountSid());
        details.put("status", sim.status().wire());
        sim.target().ifPresent(target -> details.put("target", target.wire()));
        sim.fleetSid().ifPresent(fleet -> details.put("fleet_sid", fleet));
        platform.events().publish(type, sim.sid(), details);
    }
}

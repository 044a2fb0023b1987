package dev.ipcommand.stub.network;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.network.Attachment.Session;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who is attached under which address, and for how long.
 *
 * <p>An address belongs to the attached Sim that holds it; a detached Sim keeps its last address in mind and gets it back if
 * it is still free. A lease that has run out counts as detached from that moment on, whether or not anybody has looked.
 *
 * <p>Threading: safe.
 */
public final class PacketNetwork {
    private final InstantSource clock;
    private final LongSupplier time;
    private final EventBus events;
    private final AddressPool pool;
    private final Map<String, Attachment> attachments = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();
    /** How many Sims have an address, or had it last. */
    private final Map<String, Integer> remembered = new HashMap<>();

    /**
     * A network without devices.
     *
     * @param clock what leases follow
     * @param time network time in nanoseconds, which sleep follows
     */
    public PacketNetwork(InstantSource clock, LongSupplier time, EventBus events, String gatewayAddress) {
        this.clock = clock;
        this.time = time;
        this.events = events;
        this.pool = new AddressPool(gatewayAddress);
    }

    /** A Sim's present place. */
    public synchronized Attachment of(String simSid) {
        Attachment attachment = attachments.getOrDefault(simSid, Attachment.NONE);
        if (attachment.expired(clock.instant())) {
            return release(simSid, attachment, "lease ran out");
        }
        return attachment;
    }

    /** The Sim that is attached under this address. */
    public synchronized Optional<String> simAt(String address) {
        String holder = holders.get(address);
        if (holder == null || !of(holder).attached()) {
            return Optional.empty();
        }
        return Optional.of(holder);
    }

    /**
     * Carries out a change.
     *
     * @throws ApiException 400 for an address no device can have, 409 for one another attached Sim holds
     */
    public synchronized Attachment change(String simSid, Change change) {
        Attachment before = of(simSid);
        Conditions conditions = change.conditions().apply(before.conditions());
        boolean attached = change.attached().orElse(before.attached());
        Optional<String> wanted = change.deviceIp().map(this::admit);
        boolean fresh = change.newAddress().orElse(before.newAddress());
        if (!attached) {
            Optional<String> last = wanted.or(before::deviceIp);
            return store(
                    simSid,
                    before,
                    new Attachment(false, last, fresh, 0, Optional.empty(), before.session(), conditions));
        }
        boolean keep = before.attached() || !fresh;
        String address = wanted.map(a -> claim(a, simSid)).orElseGet(() -> assign(simSid, before, keep));
        int lease = change.leaseSeconds().orElse(before.leaseSeconds());
        boolean renewed = change.attached().isPresent() || change.leaseSeconds().isPresent() || !before.attached();
        Instant now = clock.instant();
        Optional<Instant> end =
                lease == 0 ? Optional.empty() : renewed ? Optional.of(now.plusSeconds(lease)) : before.leaseEnd();
        Session session = session(before, conditions);
        return store(
                simSid, before, new Attachment(true, Optional.of(address), fresh, lease, end, session, conditions));
    }

    private Session session(Attachment before, Conditions conditions) {
        Session session = before.session();
        if (!before.attached()) {
            return new Session(session.number() + 1, time.getAsLong());
        }
        boolean sleepChanged = !before.conditions().sleep().equals(conditions.sleep());
        return sleepChanged ? new Session(session.number(), time.getAsLong()) : session;
    }

    /** Detaches every Sim whose lease has run out, so that the event comes without anybody looking. */
    public synchronized void expire() {
        Instant now = clock.instant();
        List<String> late = new ArrayList<>();
        attachments.forEach((sim, attachment) -> {
            if (attachment.expired(now)) {
                late.add(sim);
            }
        });
        late.forEach(this::of);
    }

    private String admit(String address) {
        return pool.admit(address)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.INVALID_PARAMETER,
                        "device_ip: an IPv4 address of 127.0.0.0/8 or 100.64.0.0/10, not the gateway's"));
    }

    private String claim(String address, String simSid) {
        Optional<String> holder = simAt(address).filter(sim -> !sim.equals(simSid));
        if (holder.isPresent()) {
            throw new ApiException(ErrorCode.CONFLICT, "device_ip " + address + " is held by " + holder.get());
        }
        return address;
    }

    private String assign(String simSid, Attachment before, boolean keep) {
        Optional<String> last = before.deviceIp()
                .filter(address -> keep)
                .filter(address -> simAt(address).map(simSid::equals).orElse(true));
        // There are far more addresses than Sims, so one that was somebody's is left to him.
        return last.or(() -> pool.free(remembered::containsKey))
                .orElseThrow(() -> new ApiException(ErrorCode.CONFLICT, "no free address"));
    }

    private Attachment release(String simSid, Attachment attachment, String because) {
        attachment.deviceIp().ifPresent(address -> holders.remove(address, simSid));
        Attachment after = attachment.detached();
        attachments.put(simSid, after);
        publish("network.detached", simSid, after, because);
        return after;
    }

    private Attachment store(String simSid, Attachment before, Attachment after) {
        if (before.attached()) {
            before.deviceIp().ifPresent(address -> holders.remove(address, simSid));
        }
        if (after.attached()) {
            after.deviceIp().ifPresent(address -> holders.put(address, simSid));
        }
        attachments.put(simSid, after);
        remember(before, after);
        if (before.attached() != after.attached()) {
            publish(after.attached() ? "network.attached" : "network.detached", simSid, after, "asked for");
        } else if (!before.deviceIp().equals(after.deviceIp())
                || !before.conditions().equals(after.conditions())) {
            publish("network.changed", simSid, after, "asked for");
        }
        return after;
    }

    private void remember(Attachment before, Attachment after) {
        if (!before.deviceIp().equals(after.deviceIp())) {
            after.deviceIp().ifPresent(address -> remembered.merge(address, 1, Integer::sum));
            before.deviceIp().ifPresent(address -> {
                if (remembered.merge(address, -1, Integer::sum) == 0) {
                    remembered.remove(address);
                    pool.givenBack();
                }
            });
        }
    }

    private void publish(String type, String simSid, Attachment after, String because) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("attached", after.attached());
        after.deviceIp().ifPresent(address -> details.put("device_ip", address));
        details.put("lease_s", after.leaseSeconds());
        details.put("because", because);
        events.publish(type, simSid, details);
    }
}

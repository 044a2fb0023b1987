package dev.ipcommand.stub.network;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.EventBus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final EventBus events;
    private final AddressPool pool;
    private final Map<String, Attachment> attachments = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();

    /** A network without devices. */
    public PacketNetwork(InstantSource clock, EventBus events, String gatewayAddress) {
        this.clock = clock;
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
        if (!attached) {
            Attachment after = new Attachment(false, wanted.or(before::deviceIp), 0, Optional.empty(), conditions);
            return store(simSid, before, after);
        }
        String address = wanted.map(a -> claim(a, simSid)).orElseGet(() -> assign(simSid, before));
        int lease = change.leaseSeconds().orElse(before.leaseSeconds());
        boolean renewed = change.attached().isPresent() || change.leaseSeconds().isPresent() || !before.attached();
        Instant now = clock.instant();
        Optional<Instant> end =
                lease == 0 ? Optional.empty() : renewed ? Optional.of(now.plusSeconds(lease)) : before.leaseEnd();
        return store(simSid, before, new Attachment(true, Optional.of(address), lease, end, conditions));
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

    private String assign(String simSid, Attachment before) {
        Optional<String> last = before.deviceIp()
                .filter(address -> simAt(address).map(simSid::equals).orElse(true));
        return last.or(() -> pool.free(this::isRemembered))
                .or(() -> pool.free(address -> simAt(address).isPresent()))
                .orElseThrow(() -> new ApiException(ErrorCode.CONFLICT, "no free address"));
    }

    private boolean isRemembered(String address) {
        return holders.containsKey(address)
                || attachments.values().stream().anyMatch(a -> a.deviceIp().equals(Optional.of(address)));
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
        if (before.attached() != after.attached()) {
            publish(after.attached() ? "network.attached" : "network.detached", simSid, after, "asked for");
        } else if (!before.deviceIp().equals(after.deviceIp())
                || !before.conditions().equals(after.conditions())) {
            publish("network.changed", simSid, after, "asked for");
        }
        return after;
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

package dev.ipcommand.stub.command;

import static java.lang.System.Logger.Level.WARNING;

import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.network.Conditions.Way;
import dev.ipcommand.stub.webhook.Destination;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Datagrams from devices: each becomes a {@code received} command and a call to the Fleet's webhook.
 *
 * <p>Threading: {@link #receive} on the gateway's thread or the air's. What comes from an address that no attached Sim holds
 * is dropped, counted, and reported at most once a second; what comes from a Sim that can have no data connection (new, inactive,
 * no Fleet with data) is lost.
 */
public final class MobileOriginated {
    private static final System.Logger LOG = System.getLogger(MobileOriginated.class.getName());

    private final MobileTerminated.Platform platform;
    private final MobileTerminated.Radio radio;
    private final Sids sids;
    private final CommandLog log;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private Instant nextReport = Instant.MIN;

    public MobileOriginated(MobileTerminated.Platform platform, MobileTerminated.Radio radio, Sids sids) {
        this.platform = platform;
        this.radio = radio;
        this.sids = sids;
        this.log = new CommandLog(platform);
    }

    /** Takes one datagram. */
    public void receive(InetAddress source, int sourcePort, byte[] payload) {
        String address = source.getHostAddress();
        Optional<Sim> sim = radio.network().simAt(address).flatMap(platform.directory()::anySim);
        if (sim.isEmpty()) {
            drop(address);
            return;
        }
        Optional<String> blocked = platform.blocks(sim.get());
        if (blocked.isPresent()) {
            radio.air().lost(sim.get().sid(), Way.FROM_SIM, blocked.get());
            return;
        }
        try {
            radio.air()
                    .carry(
                            sim.get().sid(),
                            Way.FROM_SIM,
                            payload.length,
                            () -> store(sim.get(), address, sourcePort, payload));
        } catch (IOException e) {
            throw new IllegalStateException("storing does no input or output", e);
        }
    }

    private void store(Sim sim, String address, int port, byte[] datagram) {
        boolean oversize = datagram.length > MobileTerminated.MAX_BYTES;
        byte[] payload = oversize && !platform.switches().keepOversize()
                ? Arrays.copyOf(datagram, MobileTerminated.MAX_BYTES)
                : datagram;
        Instant now = platform.clock().instant();
        String base64 = Base64.getEncoder().encodeToString(payload);
        IpCommand command = new IpCommand(
                sids.next("HG"),
                IpCommand.SimReference.of(sim),
                Status.RECEIVED,
                Direction.FROM_SIM,
                Optional.of(address),
                port,
                new IpCommand.Content(PayloadType.BINARY, base64, payload.length),
                now,
                now,
                Optional.empty());
        platform.store().add(command);
        received.incrementAndGet();
        Map<String, Object> more = new LinkedHashMap<>();
        if (oversize) {
            more.put("datagram_bytes", datagram.length);
            more.put("truncated", payload.length < datagram.length);
        }
        log.event(now, command, more);
        destination(sim).ifPresent(webhook -> log.callback(command, webhook, Optional.empty()));
    }

    private Optional<Destination> destination(Sim sim) {
        Optional<Fleet> fleet =
                sim.fleetSid().flatMap(sid -> platform.directory().fleet(sim.accountSid(), sid));
        return fleet.flatMap(f -> f.ipCommandsUrl().map(url -> new Destination(url, f.ipCommandsMethod())));
    }

    private synchronized void drop(String address) {
        long count = dropped.incrementAndGet();
        Instant now = platform.clock().instant();
        if (!now.isBefore(nextReport)) {
            nextReport = now.plus(Duration.ofSeconds(1));
            LOG.log(WARNING, "datagram from unknown source {0} dropped, {1} so far", address, count);
            platform.events().publish("datagram.dropped", "", Map.of("source", address, "dropped", count));
        }
    }

    /** Datagrams that became commands. */
    public long received() {
        return received.get();
    }

    /** Datagrams from unknown sources. */
    public long dropped() {
        return dropped.get();
    }
}

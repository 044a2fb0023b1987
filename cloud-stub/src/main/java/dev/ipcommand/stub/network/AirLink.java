package dev.ipcommand.stub.network;

import static java.lang.System.Logger.Level.WARNING;

import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.network.Conditions.Way;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Carries datagrams between platform and device under the Sim's {@link Conditions}.
 *
 * <p>Threading: safe. What is due at once runs on the caller's thread; the rest on {@code air}. At most 10 000 datagrams are
 * under way, later ones are lost. Order per Sim and direction is kept unless {@code reorder} says otherwise.
 */
public final class AirLink implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AirLink.class.getName());
    private static final int MAX_UNDER_WAY = 10_000;

    /** The step that puts a datagram out of the air. */
    @FunctionalInterface
    public interface Arrival {
        void run() throws IOException;
    }

    private final PacketNetwork network;
    private final EventBus events;
    private final long seed;
    private final Map<String, Fate> fates = new HashMap<>();
    private final ScheduledThreadPoolExecutor air;

    public AirLink(PacketNetwork network, EventBus events, long seed) {
        this.network = network;
        this.events = events;
        this.seed = seed;
        this.air = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "air"));
        this.air.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        var unused = air.scheduleWithFixedDelay(network::expire, 250, 250, TimeUnit.MILLISECONDS);
    }

    /**
     * Carries one datagram.
     *
     * @throws IOException if it was due at once and could not leave
     */
    public void carry(String simSid, Way way, Arrival arrival) throws IOException {
        List<Long> delays = decide(simSid, way);
        if (delays.isEmpty()) {
            lost(simSid, way, "loss");
        }
        for (long delay : delays) {
            if (delay <= 0) {
                arrival.run();
            } else if (air.getQueue().size() >= MAX_UNDER_WAY) {
                lost(simSid, way, "too many under way");
            } else {
                var unused = air.schedule(() -> arriveLate(simSid, way, arrival), delay, TimeUnit.NANOSECONDS);
            }
        }
    }

    private List<Long> decide(String simSid, Way way) {
        Conditions conditions = network.of(simSid).conditions();
        Conditions effective = conditions.appliesTo().covers(way) ? conditions : Conditions.IDEAL;
        synchronized (fates) {
            String key = way + simSid;
            if (effective.isIdeal() && !fates.containsKey(key)) {
                return List.of(0L);
            }
            return fates.computeIfAbsent(key, k -> new Fate(seed * 31 + k.hashCode()))
                    .decide(effective, System.nanoTime());
        }
    }

    private void arriveLate(String simSid, Way way, Arrival arrival) {
        try {
            arrival.run();
        } catch (IOException | RuntimeException e) {
            LOG.log(WARNING, "datagram lost in the air: {0}", e.toString());
            lost(simSid, way, "could not be sent");
        }
    }

    /** Reports a datagram that does not arrive. */
    public void lost(String simSid, Way way, String because) {
        events.publish(
                "datagram.lost",
                simSid,
                Map.of("direction", way == Way.TO_SIM ? "to_sim" : "from_sim", "because", because));
    }

    /** Drops what is under way. */
    @Override
    public void close() {
        air.shutdownNow();
    }
}

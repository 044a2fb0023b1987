package dev.ipcommand.stub.network;

import static java.lang.System.Logger.Level.WARNING;

import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.network.Conditions.Way;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Carries datagrams between platform and device under the Sim's {@link Conditions}; the package description has the
 * transitions.
 *
 * <p>Order per Sim and direction is kept unless {@code reorder} says otherwise, also across changes of conditions: every
 * datagram arrives under one lock, and none passes an earlier one that is still under way.
 *
 * <p>Threading: safe. A datagram that is due at once, with none before it, arrives on the caller's thread; the rest on the
 * thread {@code air}, or on the one whose news ({@link #lookAgain}, a datagram from the device) set them free. Lock order:
 * this, then {@link PacketNetwork}, then {@link EventBus}.
 *
 * <p>Bounds: under way are at most 10 000 datagrams and 16 MiB, of one Sim and direction 1000 and 1 MiB. What does not fit
 * is lost. Everything that is lost is an event.
 */
public final class AirLink implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AirLink.class.getName());
    /** How long a datagram is held back so that later ones overtake it. */
    static final long HOLD_BACK_NANOS = 500_000_000L;

    private static final int MAX_UNDER_WAY = 10_000;
    private static final long MAX_BYTES = 16L << 20;
    private static final int MAX_OF_LANE = 1000;
    private static final long MAX_BYTES_OF_LANE = 1L << 20;
    /** How often leases are looked at, and the longest that the thread waits. */
    private static final long LOOK_NANOS = 250_000_000L;

    /** The step that puts a datagram out of the air. Must be quick, and must not come back here but to report a loss. */
    @FunctionalInterface
    public interface Arrival {
        void run() throws IOException;
    }

    /**
     * What the radio does for a Sim at this moment.
     *
     * @param reachable it is attached, and its device listens
     * @param held datagrams that wait for the device to listen
     * @param underWay those, and the ones on their way in either direction
     */
    public record Load(boolean reachable, int held, int underWay) {}

    private record Flight(long due, long number, Lane lane, Lane.Datagram datagram) {}

    private final PacketNetwork network;
    private final EventBus events;
    private final long seed;
    private final LongSupplier time;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(Comparator.comparingLong(Flight::due).thenComparingLong(Flight::number));
    private final Thread thread = new Thread(this::run, "air");
    private long flightNumber;
    private int underWay;
    private long bytes;
    private long nextLook;
    private boolean closed;

    /** @param time network time in nanoseconds: never goes back, but a bench may make it jump ahead */
    public AirLink(PacketNetwork network, EventBus events, long seed, LongSupplier time) {
        this.network = network;
        this.events = events;
        this.seed = seed;
        this.time = time;
    }

    /** Starts the thread; without it, what is not due at once waits for {@link #lookAgain()}. */
    public void start() {
        thread.start();
    }

    /**
     * Carries one datagram.
     *
     * @throws IOException if it was due at once and could not leave
     */
    public synchronized void carry(String simSid, Way way, int size, Arrival arrival) throws IOException {
        long now = time.getAsLong();
        Lane lane = lane(simSid, way);
        Attachment attachment = network.of(simSid);
        Fate.Cast cast = lane.fate.next(attachment.conditions().on(way));
        Lane.Datagram datagram = new Lane.Datagram(size, cast, arrival);
        boolean there = way == Way.FROM_SIM || settle(lane, now);
        if (!there) {
            lost(simSid, way, "no longer attached");
        } else if (cast.lost()) {
            lost(simSid, way, "loss");
        } else if (way == Way.TO_SIM && !listens(attachment, lane, now)) {
            hold(lane, datagram, attachment.conditions().sleep(), now);
        } else {
            launch(lane, datagram, now);
        }
        if (way == Way.FROM_SIM) {
            Lane back = lane(simSid, Way.TO_SIM);
            back.sent = now;
            settle(back, now);
        }
    }

    /** Lets a change of this Sim's place, just made, take effect on what is under way to it. */
    public synchronized void lookAgain(String simSid) {
        settle(lane(simSid, Way.TO_SIM), time.getAsLong());
        notifyAll();
    }

    /** Lets a change of everything, or of time, take effect. */
    public synchronized void lookAgain() {
        long now = time.getAsLong();
        settleAll(now);
        arriveAll(now);
        notifyAll();
    }

    /** What is going on with a Sim. */
    public synchronized Load load(String simSid) {
        Lane to = lane(simSid, Way.TO_SIM);
        Attachment attachment = network.of(simSid);
        boolean reachable = attachment.attached() && listens(attachment, to, time.getAsLong());
        return new Load(reachable, to.held.size(), to.underWay() + lane(simSid, Way.FROM_SIM).flying);
    }

    /** Datagrams under way, held ones included. */
    public synchronized int underWay() {
        return underWay;
    }

    private Lane lane(String simSid, Way way) {
        return lanes.computeIfAbsent(way + simSid, key -> new Lane(simSid, way, seed * 31 + key.hashCode()));
    }

    private static boolean listens(Attachment attachment, Lane lane, long now) {
        return listensFrom(attachment, lane, now) == now;
    }

    private static long listensFrom(Attachment attachment, Lane lane, long at) {
        return attachment.conditions().sleep().listensFrom(attachment.session().signalled(), lane.sent, at);
    }

    private void hold(Lane lane, Lane.Datagram datagram, Sleep sleep, long now) {
        if (sleep.buffer().policy() == Sleep.Policy.DROP) {
            lost(lane.simSid, lane.way, "asleep");
        } else if (lane.held.size() >= sleep.buffer().datagrams()) {
            lost(lane.simSid, lane.way, "asleep, and the network's buffer is full");
        } else if (takes(lane, datagram)) {
            lane.held.addLast(new Lane.Held(datagram, now));
            nextLook = Math.min(nextLook, now);
            notifyAll();
            events.publish(
                    "datagram.held", lane.simSid, Map.of("direction", direction(lane.way), "held", lane.held.size()));
        }
    }

    /** Sends a datagram on its way, which ends here if it takes no time and nothing of this lane that it may not pass is before it. */
    private void launch(Lane lane, Lane.Datagram datagram, long now) throws IOException {
        long due = now + datagram.cast().delayNanos();
        if (datagram.cast().late()) {
            due += HOLD_BACK_NANOS;
        } else {
            due = Math.max(due, lane.lastDue);
            lane.lastDue = due;
        }
        for (int copy = datagram.cast().twice() ? 2 : 1; copy > 0; copy--) {
            if (due <= now && lane.inOrder == 0) {
                datagram.arrival().run();
            } else if (takes(lane, datagram)) {
                flights.add(new Flight(due, ++flightNumber, lane, datagram));
                lane.flying++;
                lane.inOrder += datagram.cast().late() ? 0 : 1;
                notifyAll();
            }
        }
    }

    private boolean takes(Lane lane, Lane.Datagram datagram) {
        if (underWay >= MAX_UNDER_WAY
                || bytes + datagram.bytes() > MAX_BYTES
                || lane.underWay() >= MAX_OF_LANE
                || lane.bytes + datagram.bytes() > MAX_BYTES_OF_LANE) {
            lost(lane.simSid, lane.way, "too many under way");
            return false;
        }
        underWay++;
        bytes += datagram.bytes();
        lane.bytes += datagram.bytes();
        return true;
    }

    private void gives(Lane lane, Lane.Datagram datagram) {
        underWay--;
        bytes -= datagram.bytes();
        lane.bytes -= datagram.bytes();
    }

    /**
     * Brings a lane towards a device up to date with its Sim: if the device listens now, nothing is held afterwards.
     *
     * @return whether the Sim is attached
     */
    private boolean settle(Lane lane, long now) {
        Attachment attachment = network.of(lane.simSid);
        if (!attachment.attached() || attachment.session().number() != lane.session) {
            drop(lane);
            lane.session = attachment.session().number();
        }
        int released = 0;
        while (!lane.held.isEmpty()) {
            Lane.Held first = lane.held.getFirst();
            long from = listensFrom(attachment, lane, first.since());
            long until =
                    first.since() + attachment.conditions().sleep().buffer().nanos();
            if (Math.min(from, until) > now) {
                nextLook = Math.min(nextLook, Math.min(from, until));
                break;
            }
            lane.held.removeFirst();
            gives(lane, first.datagram());
            if (from <= until) {
                released++;
                arriveOrLose(lane, () -> launch(lane, first.datagram(), now));
            } else {
                lost(lane.simSid, lane.way, "asleep, and the network kept it no longer");
            }
        }
        if (released > 0) {
            events.publish(
                    "datagram.released", lane.simSid, Map.of("direction", direction(lane.way), "count", released));
        }
        return attachment.attached();
    }

    /** A session that ends takes everything with it that was under way to the device. */
    private void drop(Lane lane) {
        lane.held.forEach(held -> dropped(lane, held.datagram()));
        lane.held.clear();
        if (lane.flying > 0) {
            flights.removeIf(flight -> {
                if (flight.lane() == lane) {
                    dropped(lane, flight.datagram());
                    return true;
                }
                return false;
            });
            lane.flying = 0;
            lane.inOrder = 0;
        }
        lane.lastDue = Long.MIN_VALUE;
    }

    private void dropped(Lane lane, Lane.Datagram datagram) {
        gives(lane, datagram);
        lost(lane.simSid, lane.way, "no longer attached");
    }

    private void settleAll(long now) {
        nextLook = now + LOOK_NANOS;
        for (Lane lane : lanes.values()) {
            if (lane.way == Way.TO_SIM && lane.underWay() > 0) {
                settle(lane, now);
            }
        }
    }

    private void arriveAll(long now) {
        for (Flight first = flights.peek(); first != null && first.due() <= now; first = flights.peek()) {
            flights.remove();
            Lane lane = first.lane();
            lane.flying--;
            lane.inOrder -= first.datagram().cast().late() ? 0 : 1;
            gives(lane, first.datagram());
            arriveOrLose(lane, first.datagram().arrival());
        }
    }

    private void arriveOrLose(Lane lane, Arrival arrival) {
        try {
            arrival.run();
        } catch (IOException | RuntimeException e) {
            LOG.log(WARNING, "datagram lost in the air: {0}", e.toString());
            lost(lane.simSid, lane.way, "could not be sent");
        }
    }

    private void run() {
        try {
            long nextExpiry = time.getAsLong();
            while (look()) {
                if (time.getAsLong() >= nextExpiry) {
                    network.expire();
                    nextExpiry = time.getAsLong() + LOOK_NANOS;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is to be done, and waits for more; false at the end. */
    private synchronized boolean look() throws InterruptedException {
        long now = time.getAsLong();
        if (now >= nextLook) {
            settleAll(now);
        }
        arriveAll(now);
        Flight first = flights.peek();
        long until = first == null ? nextLook : Math.min(nextLook, first.due());
        long patience = Math.min(LOOK_NANOS, until - time.getAsLong());
        if (!closed && patience > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, patience);
        }
        return !closed;
    }

    /** Reports a datagram that does not arrive. */
    public void lost(String simSid, Way way, String because) {
        events.publish("datagram.lost", simSid, Map.of("direction", direction(way), "because", because));
    }

    private static String direction(Way way) {
        return way == Way.TO_SIM ? "to_sim" : "from_sim";
    }

    /** Drops what is under way, and waits up to 1 s for the thread. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

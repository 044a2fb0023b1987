package dev.ipcommand.agent.link;

import dev.ipcommand.agent.config.AgentConfig.Probe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the link in use between two sends: whether the host still holds its address, and, if a probe is configured,
 * whether the path still carries anything.
 *
 * <p>The probe's question leaves from the listening socket, so that its answer takes the way of the commands. A forged
 * answer can only put off the verdict, as any forged datagram can.
 *
 * <p><b>Threading.</b> {@link #look} and {@link #waitNanos} on {@code link-tx}, {@link #heard} on {@code link-rx},
 * {@link #warning} on any.
 */
final class LinkWatch {
    private static final Logger LOG = System.getLogger("link");
    /** A few system calls each time; a device whose address changed is deaf until it is seen. */
    private static final long ADDRESS_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Questions whose late answers must not be taken for commands. */
    private static final int REMEMBERED = 8;

    /** What a look can find. */
    enum Kind {
        /** The listener is closed. */
        LISTENER,
        /** The session's address is gone, or nothing comes through. */
        CONTEXT
    }

    /** Something is wrong with the link. */
    record Finding(Kind kind, String because) {}

    private final Optional<InetSocketAddress> server;
    private final @Nullable ProbeSchedule schedule;
    private final LongSupplier nanoTime;
    private final IntSupplier ids;
    private final HostAddresses host = new HostAddresses();
    private @Nullable DatagramLink watched;
    private long nextAddressLook;
    private long heardSeen;
    private volatile long heardAt;
    private volatile int[] asked = {};
    private volatile String warning = "";

    /**
     * @param probe empty: no questions are asked
     * @param nanoTime a monotonic clock
     * @param ids random numbers, of which 16 bits are used
     */
    LinkWatch(Optional<Probe> probe, LongSupplier nanoTime, IntSupplier ids) {
        this.server = probe.map(Probe::server);
        this.schedule = probe.map(settings -> new ProbeSchedule(settings.interval(), settings.timeout()))
                .orElse(null);
        this.nanoTime = nanoTime;
        this.ids = ids;
    }

    /** What is to be said about the probe in the status report; empty if nothing. */
    String warning() {
        return warning;
    }

    /**
     * A datagram came in.
     *
     * @return whether it answers a question of ours and is no command
     */
    boolean heard(byte[] datagram, int length, @Nullable InetSocketAddress source) {
        if (server.isEmpty()) {
            return false;
        }
        // 0 means: not yet.
        heardAt = nanoTime.getAsLong() | 1;
        if (source != null && !source.equals(server.get())) {
            return false;
        }
        for (int id : asked) {
            if (DnsQuery.isAnswer(datagram, length, id)) {
                return true;
            }
        }
        return false;
    }

    /** Looks, and asks if it is time to; may send. What is wrong, once. */
    Optional<Finding> look(DatagramLink link) {
        long now = nanoTime.getAsLong();
        if (link != watched) {
            watched = link;
            nextAddressLook = now + ADDRESS_NANOS;
            if (schedule != null) {
                schedule.begin(now);
            }
        }
        if (nextAddressLook - now <= 0) {
            nextAddressLook = now + ADDRESS_NANOS;
            String trouble = link.trouble();
            if (!trouble.isEmpty()) {
                return Optional.of(new Finding(Kind.CONTEXT, trouble));
            }
        }
        return schedule == null ? Optional.empty() : probe(link, schedule, now);
    }

    /** How long {@code link-tx} may sleep. */
    long waitNanos(@Nullable DatagramLink link) {
        if (link == null) {
            return Long.MAX_VALUE;
        }
        long now = nanoTime.getAsLong();
        if (link != watched) {
            return 0;
        }
        long address = link.sendsAtOnce() ? nextAddressLook - now : Long.MAX_VALUE;
        return schedule == null ? address : Math.min(address, schedule.dueIn(now));
    }

    private Optional<Finding> probe(DatagramLink link, ProbeSchedule due, long now) {
        long heard = heardAt;
        if (heard != heardSeen) {
            heardSeen = heard;
            warning = "";
            due.heard(heard);
        }
        return switch (due.step(now)) {
            case WAIT -> Optional.empty();
            case ASK -> ask(link, due, now);
            case BLACK_HOLE -> {
                warning = "black hole: no answer from " + address() + " to two questions, and nothing else received";
                LOG.log(Level.WARNING, "{0}; {1} times in a row", warning, due.verdicts());
                yield Optional.of(new Finding(Kind.CONTEXT, warning));
            }
        };
    }

    private Optional<Finding> ask(DatagramLink link, ProbeSchedule due, long now) {
        InetSocketAddress to = server.orElseThrow();
        // A question that leaves by another interface is never answered, and its silence would prove nothing.
        String route = link.sendsAtOnce()
                ? host.routeWarning((Inet4Address) link.local().getAddress(), to, "the probe's server")
                : "";
        if (!route.isEmpty()) {
            due.begin(now);
            if (!route.equals(warning)) {
                warning = route;
                LOG.log(Level.WARNING, "not probing: {0}", route);
            }
            return Optional.empty();
        }
        int id = ids.getAsInt() & 0xFFFF;
        remember(id);
        return link.sendTo(to, DnsQuery.with(id)) == DatagramLink.Outcome.LOST
                ? Optional.of(new Finding(Kind.LISTENER, "sending found the listener closed"))
                : Optional.empty();
    }

    private void remember(int id) {
        int[] before = asked;
        int[] after = Arrays.copyOf(before, Math.min(before.length + 1, REMEMBERED));
        System.arraycopy(before, 0, after, 1, after.length - 1);
        after[0] = id;
        asked = after;
    }

    private String address() {
        return server.map(to -> to.getAddress().getHostAddress()).orElse("");
    }
}

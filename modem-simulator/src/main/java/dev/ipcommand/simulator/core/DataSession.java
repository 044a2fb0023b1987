package dev.ipcommand.simulator.core;

import dev.ipcommand.simulator.network.PacketNetwork;
import dev.ipcommand.simulator.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The packet session of the SIM: up while any PDP context is active, with one address; its lease is renewed every 3 s.
 *
 * <p>Used on the modem's timeline only; the network's answers are brought there.
 */
public final class DataSession {
    private static final long RENEW_MILLIS = 3000;

    /** Hears that the session ended without the DTE having asked for it. */
    @FunctionalInterface
    public interface LossListener {
        /** The contexts that were active. */
        void lost(Set<Integer> contexts);
    }

    private final Timeline timeline;
    private final PacketNetwork network;
    private final Set<Integer> active = new TreeSet<>();
    private final List<Consumer<String>> waiting = new ArrayList<>();
    private LossListener listener = contexts -> {};
    private String address = "";
    private boolean asking;
    private boolean attached;
    private int generation;
    private long aliveAt;
    private Timeline.@Nullable Timer renewal;

    DataSession(Timeline timeline, PacketNetwork network) {
        this.timeline = timeline;
        this.network = network;
    }

    /** Who hears of a loss. */
    public void onLoss(LossListener who) {
        listener = who;
    }

    /** Whether a context is active. */
    public boolean isActive(int context) {
        return active.contains(context);
    }

    /** The active contexts. */
    public Set<Integer> contexts() {
        return Set.copyOf(active);
    }

    /** Whether any is. */
    public boolean isUp() {
        return !active.isEmpty();
    }

    /** The address; empty while down. */
    public String address() {
        return isUp() ? address : "";
    }

    /** Brings a context up and says the problem, or nothing. */
    public void activate(int context, Consumer<String> then) {
        if (isUp()) {
            active.add(context);
            then.accept("");
            return;
        }
        int asked = generation;
        waiting.add(problem -> {
            if (problem.isEmpty() && asked == generation) {
                active.add(context);
            }
            then.accept(problem);
        });
        if (!asking) {
            asking = true;
            network.attach(null, answer -> timeline.execute(() -> attached(asked, answer)));
        }
    }

    private void attached(int asked, PacketNetwork.Answer answer) {
        if (asked != generation) {
            return;
        }
        asking = false;
        if (answer.attached()) {
            attached = true;
            address = answer.address();
            aliveAt = timeline.now();
            renewLater(answer.leaseMillis());
        }
        List<Consumer<String>> told = new ArrayList<>(waiting);
        waiting.clear();
        told.forEach(each -> each.accept(answer.attached() ? "" : answer.problem()));
    }

    private void renewLater(long leaseMillis) {
        if (leaseMillis <= 0) {
            return;
        }
        int asked = generation;
        renewal = timeline.after(
                RENEW_MILLIS,
                () -> network.attach(address, answer -> timeline.execute(() -> renewed(asked, leaseMillis, answer))));
    }

    private void renewed(int asked, long leaseMillis, PacketNetwork.Answer answer) {
        if (asked != generation) {
            return;
        }
        if (answer.attached() && answer.address().equals(address)) {
            aliveAt = timeline.now();
        } else if (timeline.now() - aliveAt >= leaseMillis) {
            lose();
            return;
        }
        renewLater(leaseMillis);
    }

    /** Takes a context down, by the DTE's wish; the last one ends the session. */
    public void deactivate(int context) {
        if (active.remove(context) && active.isEmpty()) {
            end();
        }
    }

    /** Loses every context, and says so. */
    public void lose() {
        Set<Integer> lost = contexts();
        // Whoever waits for an address must hear that there is none: a command without an end blocks the port for good.
        List<Consumer<String>> told = new ArrayList<>(waiting);
        end();
        if (!lost.isEmpty()) {
            listener.lost(lost);
        }
        told.forEach(each -> each.accept("the session was lost"));
    }

    /** Ends the session without a word: reboot, radio off. */
    public void end() {
        boolean was = attached || asking;
        generation++;
        asking = false;
        attached = false;
        active.clear();
        waiting.clear();
        address = "";
        if (renewal != null) {
            renewal.cancel();
            renewal = null;
        }
        if (was) {
            network.detach();
        }
    }

    /** Gets another address and tells nobody (F22). */
    public void changeAddress(Runnable then) {
        if (!isUp()) {
            return;
        }
        String wanted = Addresses.neighbour(address);
        int asked = generation;
        network.attach(
                wanted,
                answer -> timeline.execute(() -> {
                    if (asked == generation && answer.attached()) {
                        address = answer.address();
                        aliveAt = timeline.now();
                        then.run();
                    }
                }));
    }
}

package dev.ipcommand.modem.at;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was written and is still unanswered, in order, since the stream was last known to be in step.
 *
 * <p>A modem answers in order. So when a fence's text and its final result have come, everything up to the <em>first</em>
 * entry that could have produced that text is done with: answered, or dropped by the modem. The stream is in step when
 * nothing is left. The answer to a fence whose text nothing else could have produced therefore settles everything at once;
 * the answer to one that repeats an unanswered fence settles only what came before the older of the two.
 */
final class FenceLedger {
    /** More than a probe, its fences and a reopening's leave behind; the oldest go first. */
    private static final int MAX_ENTRIES = 64;

    private record Entry(@Nullable AtCommand<?> command, @Nullable Fence fence) {
        boolean couldSay(Fence text) {
            return fence == text || (command != null && text.resembles(command));
        }
    }

    private final List<Entry> unanswered = new ArrayList<>();
    private String model = "";

    void knowModel(String name) {
        model = name;
    }

    boolean isEmpty() {
        return unanswered.isEmpty();
    }

    void add(AtCommand<?> command) {
        add(new Entry(command, null));
    }

    void add(Fence fence) {
        add(new Entry(null, fence));
    }

    /** A command that is only a probe: it has no text. */
    void addProbe() {
        if (unanswered.isEmpty() || unanswered.get(unanswered.size() - 1).fence != null) {
            add(new Entry(null, null));
        }
    }

    private void add(Entry entry) {
        if (unanswered.size() == MAX_ENTRIES) {
            unanswered.remove(0);
        }
        unanswered.add(entry);
    }

    /** The first fence of the pool that nothing unanswered could be taken for, or null. */
    @Nullable
    Fence fresh() {
        for (Fence fence : Fence.values()) {
            if (isUsable(fence) && firstThatCouldSay(fence) < 0) {
                return fence;
            }
        }
        return null;
    }

    /** The fence whose answer settles most, if none is fresh. */
    Fence best() {
        Fence best = Fence.ERROR_REPORT;
        for (Fence fence : Fence.values()) {
            if (isUsable(fence) && firstThatCouldSay(fence) > firstThatCouldSay(best)) {
                best = fence;
            }
        }
        return best;
    }

    private boolean isUsable(Fence fence) {
        return fence != Fence.MODEL || !model.isEmpty();
    }

    private int firstThatCouldSay(Fence text) {
        for (int i = 0; i < unanswered.size(); i++) {
            if (unanswered.get(i).couldSay(text)) {
                return i;
            }
        }
        return -1;
    }

    /** Which fence this line answers, or null. */
    @Nullable
    Fence textOf(String line) {
        for (Fence fence : Fence.values()) {
            if (fence.isAnsweredBy(line, model)) {
                return fence;
            }
        }
        return null;
    }

    /** That text and a final result have come. */
    void settle(Fence text) {
        int first = firstThatCouldSay(text);
        if (first >= 0) {
            unanswered.subList(0, first + 1).clear();
        }
    }

    /** Gives up keeping account: only for a modem that refuses every fence. */
    void clear() {
        unanswered.clear();
    }

    /** Whether the line is information text of a command that has timed out. */
    boolean isLateText(String line) {
        for (Entry entry : unanswered) {
            if (entry.command != null
                    && !entry.command.answersAreEvents()
                    && entry.command.claim().test().test(line)) {
                return true;
            }
        }
        return false;
    }
}

package dev.ipcommand.bench.live;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.CommandApi;
import dev.ipcommand.bench.api.IpCommand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came from one Sim since the run began, found by looking: no webhook, no public address.
 *
 * <p>The platform's order is not documented: newest first is expected, and oldest first is noticed by the dates and
 * followed to the last page.
 *
 * <p><b>Threading.</b> One caller at a time.
 */
final class Inbox {
    private static final int MAX_PAGES = 200;
    private static final int MAX_KNOWN = 200_000;

    private final CommandApi api;
    private final String sim;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> before = new LinkedHashSet<>();
    private boolean opened;

    Inbox(CommandApi api, String sim) {
        this.api = api;
        this.sim = sim;
    }

    /** Takes note of what is there already: answers to somebody else. */
    void open() throws ApiException, InterruptedException {
        look(false);
        before.addAll(known);
        opened = true;
    }

    /** What is new since the last look, oldest first as far as the platform tells. */
    List<IpCommand> look() throws ApiException, InterruptedException {
        return look(false);
    }

    /** Looks again through everything back to the start of the run: for what came in out of order. */
    List<IpCommand> lookThrough() throws ApiException, InterruptedException {
        return look(true);
    }

    private List<IpCommand> look(boolean thorough) throws ApiException, InterruptedException {
        List<IpCommand> fresh = new ArrayList<>();
        CommandApi.Page page = api.fromSim(sim);
        for (int pages = 1; ; pages++) {
            boolean reachedKnown = false;
            for (IpCommand command : page.commands()) {
                if (command.sid().isEmpty() || !command.direction().equals("from_sim")) {
                    continue;
                }
                if (known.add(command.sid())) {
                    fresh.add(0, command);
                } else {
                    reachedKnown |= !thorough || before.contains(command.sid());
                }
            }
            boolean enough = reachedKnown && !isOldestFirst(page.commands());
            Optional<String> next = page.next();
            boolean firstLook = !opened && isNewestFirst(page.commands());
            if (next.isEmpty() || enough || pages == MAX_PAGES || firstLook) {
                forgetOldest();
                return fresh;
            }
            page = api.page(next.get());
        }
    }

    private void forgetOldest() {
        while (known.size() > MAX_KNOWN) {
            known.remove(known.iterator().next());
        }
    }

    private static boolean isOldestFirst(List<IpCommand> commands) {
        return order(commands) < 0;
    }

    private static boolean isNewestFirst(List<IpCommand> commands) {
        return order(commands) > 0;
    }

    /** Dates are of one width and zone, so text order is time order. */
    private static int order(List<IpCommand> commands) {
        return commands.isEmpty()
                ? 0
                : commands.get(0)
                        .dateCreated()
                        .compareTo(commands.get(commands.size() - 1).dateCreated());
    }
}

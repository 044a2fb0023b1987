package dev.ipcommand.bench.campaign;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.HttpCommandApi;
import dev.ipcommand.bench.api.IpCommand;
import dev.ipcommand.bench.api.NewCommand;
import dev.ipcommand.bench.rig.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One command at a time through the API, and the answer that comes next.
 *
 * <p><b>Threading.</b> One caller at a time.
 */
public final class Conversation {
    private static final int LOOK_MILLIS = 5;
    private static final int MAX_KNOWN = 10_000;

    private final HttpCommandApi api;
    private final String sim;
    private final int port;
    private final Set<String> known = new LinkedHashSet<>();

    /** A conversation with the Sim of a rig whose stub runs. What came from it before is not listened to. */
    public Conversation(Rig rig) throws ApiException, InterruptedException {
        this.api = rig.api();
        this.sim = rig.sim();
        this.port = rig.ports().listener();
        fresh();
    }

    /** Sends bytes and returns what came back first; empty = nothing in time, or the platform says failed. */
    public Optional<byte[]> ask(byte[] payload, Duration patience) throws ApiException, InterruptedException {
        forget();
        return answerTo(api.create(NewCommand.bytes(sim, payload, port)), patience);
    }

    /** Sends text and returns what came back first. */
    public Optional<byte[]> ask(String text, Duration patience) throws ApiException, InterruptedException {
        forget();
        return answerTo(api.create(NewCommand.text(sim, text, port)), patience);
    }

    /** Everything that came and was not returned yet, oldest first, after a pause without anything new. */
    public List<byte[]> remaining(Duration quiet) throws ApiException, InterruptedException {
        List<byte[]> all = new ArrayList<>();
        long last = System.nanoTime();
        while (System.nanoTime() - last < quiet.toNanos()) {
            List<IpCommand> fresh = fresh();
            if (!fresh.isEmpty()) {
                fresh.forEach(answer -> all.add(answer.bytes()));
                last = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return all;
    }

    /** An answer that came too late must not be taken for the next one. */
    private void forget() throws ApiException, InterruptedException {
        fresh();
    }

    private Optional<byte[]> answerTo(IpCommand command, Duration patience) throws ApiException, InterruptedException {
        long start = System.nanoTime();
        for (int looks = 1; ; looks++) {
            List<IpCommand> fresh = fresh();
            if (!fresh.isEmpty()) {
                return Optional.of(fresh.get(0).bytes());
            }
            boolean over = System.nanoTime() - start > patience.toNanos();
            boolean lookAgain = looks % 20 == 0;
            if (over || (lookAgain && api.fetch(command.sid()).status().equals("failed"))) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(Math.min(100, (long) LOOK_MILLIS * looks));
        }
    }

    private List<IpCommand> fresh() throws ApiException, InterruptedException {
        List<IpCommand> fresh = new ArrayList<>();
        for (IpCommand answer :
                api.page("Sim=" + sim + "&Direction=from_sim&PageSize=20").commands()) {
            if (known.add(answer.sid())) {
                fresh.add(answer);
            }
        }
        while (known.size() > MAX_KNOWN) {
            known.remove(known.iterator().next());
        }
        Collections.reverse(fresh);
        return fresh;
    }
}

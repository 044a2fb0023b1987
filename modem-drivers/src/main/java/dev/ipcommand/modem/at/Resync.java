package dev.ipcommand.modem.at;

import dev.ipcommand.modem.at.FinalResultCode.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gets the engine and the modem back in step after a command got no answer in its time, and in step at all after opening.
 *
 * <table>
 * <caption>Phases of OUT_OF_STEP</caption>
 * <tr><th>phase</th><th>event</th><th>next</th></tr>
 * <tr><td>INPUT_WINDOW</td><td>the modem may be counting payload bytes, so nothing is written; the window is over, or the
 *   timed-out command's own final result comes though no payload was sent, or after a late prompt</td><td>QUIET</td></tr>
 * <tr><td>INPUT_WINDOW, QUIET</td><td>a late prompt; the modem now counts exactly the payload's bytes, so if nothing
 *   was written since the command, it gets them: anything else would leave in their place, and no window for its patience
 *   is documented</td><td>INPUT_WINDOW, anew</td></tr>
 * <tr><td>FENCING</td><td>a late prompt</td><td>INPUT_WINDOW, anew; first the bytes that must be missing even if it counted
 *   the fences</td></tr>
 * <tr><td>QUIET</td><td>500 ms without a byte; or 10 s in all</td><td>FENCING: first fence</td></tr>
 * <tr><td>FENCING</td><td>a fence's text and its final result, and the {@link FenceLedger} is empty</td><td>in step</td></tr>
 * <tr><td>FENCING</td><td>the same, but older entries remain</td><td>FENCING: next fence</td></tr>
 * <tr><td>FENCING</td><td>1 s</td><td>FENCING: next fence; after four, reopen, or deaf if it was just opened</td></tr>
 * <tr><td>PROBING</td><td>any final result, in words or (ATV0) digits</td><td>FENCING; ATV1 first if digits</td></tr>
 * <tr><td>PROBING</td><td>1 s</td><td>PROBING: AT again; deaf after the last try</td></tr>
 * </table>
 *
 * A bare {@code AT} proves nothing here: a late {@code OK} looks the same.
 */
final class Resync {
    private enum Phase {
        INPUT_WINDOW,
        QUIET,
        FENCING,
        PROBING
    }

    private static final int MAX_UNANSWERED = 4;
    private static final int MAX_FENCES = 12;
    private static final byte[] ESC = {0x1B};

    private final AtEngine engine;
    private final AtEffects effects;
    private final AtTimes times;
    private final FenceLedger ledger = new FenceLedger();
    private Phase phase = Phase.PROBING;
    private @Nullable Pending failed;
    private boolean afterOpening;
    private boolean firstOpening;
    private boolean writtenLate;
    private int typed;
    private long deadline;
    private long quietSince;
    private int triesLeft;
    private int tries;
    private int unanswered;
    private int refused;
    private int inThisEpisode;
    private @Nullable Fence sent;
    private @Nullable Fence textSeen;
    private long fencesSent;
    private long reopenings;

    Resync(AtEngine engine, AtEffects effects, AtTimes times) {
        this.engine = engine;
        this.effects = effects;
        this.times = times;
    }

    FenceLedger ledger() {
        return ledger;
    }

    long fencesSent() {
        return fencesSent;
    }

    long reopenings() {
        return reopenings;
    }

    /** That command's time is over. */
    void begin(Pending pending, long now) {
        ledger.add(pending.command());
        failed = pending;
        afterOpening = false;
        firstOpening = false;
        resetCounts();
        Payload payload = pending.command().payload();
        if (payload == null) {
            quiet(now);
        } else if (pending.payloadWritten) {
            window(pending.payloadAt + payload.inputWindow().toNanos());
        } else if (payload.escape()) {
            effects.write(ESC);
            quiet(now);
        } else {
            window(now + payload.inputWindow().toNanos());
        }
    }

    void probe(long now, int howOften, boolean first) {
        failed = null;
        afterOpening = true;
        firstOpening = first;
        resetCounts();
        phase = Phase.PROBING;
        triesLeft = howOften;
        tries = 0;
        sendProbe(now);
    }

    /** The command whose answer may still come, if it is not known to have. */
    @Nullable
    Pending failed() {
        return failed;
    }

    /** Whether bytes written now could become part of a payload. */
    boolean isInInputWindow() {
        return phase == Phase.INPUT_WINDOW;
    }

    private void resetCounts() {
        unanswered = 0;
        refused = 0;
        inThisEpisode = 0;
        writtenLate = false;
        typed = 0;
        sent = null;
        textSeen = null;
    }

    private void window(long until) {
        phase = Phase.INPUT_WINDOW;
        deadline = until;
    }

    private void quiet(long now) {
        phase = Phase.QUIET;
        quietSince = now;
    }

    long nanosToNext(long now) {
        return (phase == Phase.QUIET ? quietUntil() : deadline) - now;
    }

    private long quietUntil() {
        long last = Math.max(quietSince, engine.lastByteAt());
        if (engine.lexer().isInsideBlock()) {
            return last + times.stalledBlock().toNanos();
        }
        return Math.min(
                last + times.quietGap().toNanos(),
                quietSince + times.longestQuiet().toNanos());
    }

    void tick(long now) {
        if (nanosToNext(now) > 0) {
            return;
        }
        switch (phase) {
            case INPUT_WINDOW -> quiet(now);
            case QUIET -> {
                engine.lexer().reset();
                sendFence(now);
            }
            case FENCING -> {
                unanswered++;
                nextFenceOrGiveUp(now);
            }
            case PROBING -> {
                if (triesLeft > 0) {
                    sendProbe(now);
                } else {
                    engine.isDeaf();
                }
            }
        }
    }

    /** A prompt for a command that has timed out: the modem counts bytes from now on. */
    void prompt(long now) {
        Pending late = failed;
        if (late != null && phase != Phase.PROBING) {
            Payload payload = AtEngine.payloadOf(late);
            if (!late.payloadWritten && !payload.escape() && inThisEpisode == 0) {
                writtenLate = true;
                engine.writePayload(late);
            } else {
                engine.lexer().awaitPrompt(payload.prompt());
                pad(late, payload);
            }
            window(now + payload.inputWindow().toNanos());
        }
    }

    /**
     * The modem may have kept the fences and counted them. What is missing without doubt is filled up, so that it takes
     * commands again, and not one byte of it for a command.
     */
    private void pad(Pending late, Payload payload) {
        byte[] bytes = payload.bytes();
        if (!late.payloadWritten && !payload.escape() && typed < bytes.length) {
            late.payloadWritten = true;
            effects.write(Arrays.copyOfRange(bytes, typed, bytes.length));
        }
    }

    void line(String text, AtDialect dialect, long now) {
        FinalResultCode code = FinalResultCode.parse(text);
        if (phase == Phase.PROBING && isProbeAnswered(text, code)) {
            endProbe(now, text.equals("0") || text.equals("4"));
        } else if (code != null && code.kind() != Kind.NO_CARRIER && code.kind() != Kind.CONNECT) {
            engine.stray();
            onFinal(code, now);
        } else if (phase == Phase.FENCING && ledger.textOf(text) != null) {
            textSeen = ledger.textOf(text);
        } else if (!ledger.isLateText(text) && dialect.isUrc(text)) {
            engine.publish(text, null);
        } else {
            engine.stray();
        }
    }

    private static boolean isProbeAnswered(String text, @Nullable FinalResultCode code) {
        return code != null || text.equals("0") || text.equals("4") || text.equals("Autobaud: OK");
    }

    private void onFinal(FinalResultCode code, long now) {
        Fence answered = textSeen;
        Pending late = failed;
        if (phase == Phase.FENCING && answered != null) {
            textSeen = null;
            ledger.settle(answered);
            if (ledger.isEmpty()) {
                failed = null;
                engine.inStep();
            } else if (answered == sent) {
                nextFenceOrGiveUp(now);
            }
        } else if (phase == Phase.FENCING && !code.kind().isSuccess()) {
            refused++;
        } else if (phase == Phase.INPUT_WINDOW
                && late != null
                && (writtenLate || !late.payloadWritten)
                && late.command().ends(code)) {
            quiet(now);
        }
    }

    private void sendProbe(long now) {
        tries++;
        triesLeft--;
        ledger.addProbe();
        deadline = now + times.probe().toNanos();
        // A modem left in ATQ1 hears everything and says nothing.
        effects.write(AsciiLine.of(tries % 4 == 0 ? "ATQ0V1" : "AT"));
    }

    private void endProbe(long now, boolean digits) {
        if (digits) {
            ledger.addProbe();
            effects.write(AsciiLine.of("ATV1"));
        }
        sendFence(now);
    }

    private void nextFenceOrGiveUp(long now) {
        if (unanswered < MAX_UNANSWERED && inThisEpisode < MAX_FENCES && (afterOpening || ledger.fresh() != null)) {
            sendFence(now);
        } else if (firstOpening && refused >= unanswered) {
            // It answers, but refuses even +CGSN: there is nothing better to prove it with than silence.
            ledger.clear();
            engine.inStep();
        } else if (afterOpening) {
            engine.isDeaf();
        } else {
            reopenings++;
            engine.needsReopening();
        }
    }

    private void sendFence(long now) {
        Fence fence = ledger.fresh();
        if (fence == null) {
            fence = ledger.best();
        }
        sent = fence;
        phase = Phase.FENCING;
        deadline = now + times.fence().toNanos();
        fencesSent++;
        inThisEpisode++;
        ledger.add(fence);
        byte[] line = AsciiLine.of(fence.line());
        typed += line.length;
        effects.write(line);
    }
}

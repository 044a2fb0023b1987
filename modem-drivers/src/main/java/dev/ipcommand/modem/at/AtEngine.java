package dev.ipcommand.modem.at;

import dev.ipcommand.modem.AtCounters;
import dev.ipcommand.modem.at.FinalResultCode.Kind;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The protocol: bytes, commands and time in; {@link AtEffects} out. Holds no thread, port or clock, and is called by one
 * thread at a time.
 *
 * <table>
 * <caption>Transitions; "deadline" is the state's own</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>IDLE</td><td>command waiting, gap over, not inside a block</td><td>AWAIT_PROMPT if it has a payload, else
 *   AWAIT_FINAL</td><td>write line + CR</td></tr>
 * <tr><td>IDLE</td><td>line</td><td>IDLE</td><td>publish; a final result is dropped</td></tr>
 * <tr><td>AWAIT_PROMPT</td><td>prompt</td><td>AWAIT_FINAL</td><td>write payload</td></tr>
 * <tr><td>AWAIT_PROMPT</td><td>final result</td><td>IDLE</td><td>complete (refused); the payload is not sent</td></tr>
 * <tr><td>AWAIT_PROMPT</td><td>deadline</td><td>INPUT_WINDOW; QUIET after ESC where documented</td><td>complete (timed
 *   out); the payload is not sent</td></tr>
 * <tr><td>AWAIT_FINAL</td><td>success</td><td>AWAIT_DELAYED if its delayed result is missing, else
 *   IDLE</td><td>complete</td></tr>
 * <tr><td>AWAIT_FINAL</td><td>failure</td><td>IDLE</td><td>complete (refused)</td></tr>
 * <tr><td>AWAIT_FINAL</td><td>deadline</td><td>INPUT_WINDOW after a payload, else QUIET</td><td>complete (timed
 *   out)</td></tr>
 * <tr><td>AWAIT_DELAYED</td><td>delayed result</td><td>IDLE</td><td>complete</td></tr>
 * <tr><td>AWAIT_DELAYED</td><td>deadline</td><td>IDLE: the stream is in step</td><td>complete (timed out)</td></tr>
 * <tr><td>OUT_OF_STEP</td><td colspan="3">INPUT_WINDOW, QUIET, FENCING and PROBING: see {@link Resync}. Nothing but
 *   fences and probes is written; commands wait; recognised URCs and announced blocks are published, the rest is late and
 *   dropped. In step → IDLE; fences unanswered → REOPENING, after a reopening → DEAF</td></tr>
 * <tr><td>REOPENING</td><td>opened</td><td>OUT_OF_STEP (PROBING)</td><td>write AT</td></tr>
 * <tr><td>DEAF</td><td>command</td><td>OUT_OF_STEP (PROBING)</td><td>write AT</td></tr>
 * <tr><td>any</td><td>port gone</td><td>GONE</td><td>complete all</td></tr>
 * <tr><td>any</td><td>close</td><td>CLOSED</td><td>complete all</td></tr>
 * </table>
 */
final class AtEngine implements AtLexer.Tokens {
    enum State {
        IDLE,
        AWAIT_PROMPT,
        AWAIT_FINAL,
        AWAIT_DELAYED,
        OUT_OF_STEP,
        REOPENING,
        DEAF,
        GONE,
        CLOSED
    }

    static final long NEVER = Long.MAX_VALUE;
    private static final int DEAF_TRIES = 3;

    private final AtEffects effects;
    private final AtTimes times;
    private final AtLexer lexer;
    private final Resync resync;
    private final EchoFilter payloadEcho = new EchoFilter();
    private final CommandQueue queue = new CommandQueue();
    private final Evidence evidence = new Evidence();
    private AtDialect dialect;
    private State state = State.REOPENING;
    private @Nullable Pending current;
    private long now;
    private long deadline;
    private long lastByteAt;
    private long blockSince;
    private long blocksSeen;
    private long lastResultAt;
    private int consecutiveTimeouts;
    private long timeouts;
    private long strays;
    private String goneBecause = "";

    AtEngine(AtEffects effects, AtTimes times, AtDialect dialect) {
        this.effects = effects;
        this.times = times;
        this.dialect = dialect;
        this.lexer = new AtLexer(this);
        this.resync = new Resync(this, effects, times);
        lexer.rules(dialect.blocks());
    }

    void use(AtDialect value) {
        dialect = value;
        lexer.rules(value.blocks());
    }

    void knowModel(String name) {
        resync.ledger().knowModel(name);
    }

    /** The port is open (afresh): find out whether somebody answers, and get in step. */
    void opened(long at, boolean again) {
        if (state == State.CLOSED) {
            return;
        }
        now = at;
        lastByteAt = at;
        lexer.reset();
        lexer.awaitNoPrompt();
        payloadEcho.stop();
        state = State.OUT_OF_STEP;
        resync.probe(at, again ? times.reopeningTries() : times.openingTries(), !again);
    }

    void submit(Pending pending, long at) {
        now = at;
        switch (state) {
            case CLOSED ->
                fail(pending, new AtException.Closed(pending.command().shown()));
            case GONE ->
                fail(pending, new AtException.PortGone(pending.command().shown(), goneBecause));
            default -> {
                pending.submittedAt = at;
                if (pending.command().isTyped() && isPayloadInFlight()) {
                    fail(pending, new AtException.Busy("a payload is in flight", true));
                    return;
                }
                if (!queue.offer(pending)) {
                    fail(pending, timedOut(pending, "not sent, the queue is full", at, false));
                    return;
                }
                if (state == State.DEAF) {
                    state = State.OUT_OF_STEP;
                    resync.probe(at, DEAF_TRIES, false);
                }
                next();
            }
        }
    }

    /** Takes withdrawn commands out of the queue; one that was written stays in flight. */
    void withdraw(Pending pending) {
        queue.withdraw(pending);
    }

    /** Bytes first, deadlines after: an answer that lay in the tty's buffer while we slept is in time. */
    void bytes(byte[] bytes, int from, int to, long at) {
        now = at;
        dropStalledBlock();
        lastByteAt = at;
        if (payloadEcho.isActive()) {
            payloadEcho.feed(bytes, from, to, lexer);
        } else {
            lexer.feed(bytes, from, to);
        }
        if (blocksSeen != lexer.blocksBegun()) {
            blocksSeen = lexer.blocksBegun();
            blockSince = at;
        }
        tick(at);
    }

    private void dropStalledBlock() {
        if (lexer.isInsideBlock() && now - blockUntil() >= 0) {
            lexer.reset();
        }
    }

    /** When the block is given up: its bytes have stopped, or trickle more slowly than any line. */
    private long blockUntil() {
        long slowest = times.slowestByte().toNanos() * Math.min(lexer.blockLength(), AtLexer.MAX_BLOCK);
        return Math.min(lastByteAt, blockSince + slowest) + times.stalledBlock().toNanos();
    }

    void tick(long at) {
        now = at;
        dropStalledBlock();
        if (payloadEcho.isInDoubt() && at - lastByteAt >= times.echoDoubt().toNanos()) {
            payloadEcho.release(lexer);
        }
        switch (state) {
            case AWAIT_PROMPT, AWAIT_FINAL, AWAIT_DELAYED -> {
                if (at - deadline >= 0) {
                    onDeadline();
                }
            }
            case OUT_OF_STEP -> resync.tick(at);
            default -> {}
        }
        next();
        for (Pending late = queue.expired(at); late != null; late = queue.expired(at)) {
            fail(late, new AtException.Busy(whatKeepsTheLine(), false));
        }
    }

    /** The modem is counting bytes, will be, or may be. */
    private boolean isPayloadInFlight() {
        Pending pending = current;
        boolean sending = pending != null && pending.command().payload() != null && state != State.AWAIT_DELAYED;
        return sending || (state == State.OUT_OF_STEP && resync.isInInputWindow());
    }

    /** Without arguments: they may be secret. */
    private String whatKeepsTheLine() {
        Pending pending = current;
        if (pending != null) {
            String line = pending.command().shown();
            int name = line.indexOf('=');
            return (name < 0 ? line : line.substring(0, name)) + " has been waiting for its answer for "
                    + Duration.ofNanos(now - pending.startedAt).toSeconds() + " s";
        }
        return state == State.IDLE ? "other commands go first" : "the modem and this end are out of step";
    }

    /** How long until {@link #tick} has something to do, in nanoseconds; {@link #NEVER} if only bytes can change anything. */
    long nanosToNext(long at) {
        long wait =
                switch (state) {
                    case AWAIT_PROMPT, AWAIT_FINAL, AWAIT_DELAYED -> deadline - at;
                    case OUT_OF_STEP -> resync.nanosToNext(at);
                    case IDLE ->
                        queue.isEmpty() ? NEVER : lastResultAt + dialect.gap().toNanos() - at;
                    default -> NEVER;
                };
        if (payloadEcho.isInDoubt()) {
            wait = Math.min(wait, lastByteAt + times.echoDoubt().toNanos() - at);
        }
        if (lexer.isInsideBlock()) {
            long stall = blockUntil() - at;
            wait = state == State.IDLE ? stall : Math.min(wait, stall);
        }
        return Math.max(0, Math.min(wait, queue.nanosToExpiry(at)));
    }

    void portGone(String reason) {
        if (state == State.CLOSED || state == State.GONE) {
            return;
        }
        state = State.GONE;
        goneBecause = reason;
        failAll(line -> new AtException.PortGone(line, reason));
    }

    void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            failAll(AtException.Closed::new);
        }
    }

    State state() {
        return state;
    }

    int consecutiveTimeouts() {
        return consecutiveTimeouts;
    }

    AtCounters counters(long droppedUrcs) {
        return new AtCounters(
                timeouts, strays, lexer.droppedLines(), resync.fencesSent(), resync.reopenings(), droppedUrcs);
    }

    // ---- tokens

    @Override
    public void line(String text, byte @Nullable [] data) {
        if (!isTypedText()) {
            evidence.add(text);
        }
        switch (state) {
            case AWAIT_PROMPT, AWAIT_FINAL, AWAIT_DELAYED -> lineInFlight(text, data);
            case OUT_OF_STEP -> {
                if (data == null) {
                    resync.line(text, dialect, now);
                } else {
                    publish(text, data);
                }
            }
            case DEAF, REOPENING -> {
                if (data != null || dialect.isUrc(text)) {
                    publish(text, data);
                } else {
                    strays++;
                }
            }
            default -> lineOutside(text, data);
        }
    }

    @Override
    public void prompt() {
        Pending pending = current;
        if (state == State.AWAIT_PROMPT && pending != null) {
            state = State.AWAIT_FINAL;
            deadline = now + pending.command().deadline().toNanos();
            writePayload(pending);
        } else if (state == State.OUT_OF_STEP) {
            resync.prompt(now);
        }
    }

    /** The modem asks for it: now, or after the command had been given up. */
    void writePayload(Pending pending) {
        Payload payload = payloadOf(pending);
        pending.payloadWritten = true;
        pending.payloadAt = now;
        if (pending.echoed) {
            payloadEcho.start(payload.bytes());
        }
        effects.write(payload.bytes());
    }

    /** What a person asked for is for that person's eyes: evidence gets into logs. */
    private boolean isTypedText() {
        Pending pending = state == State.OUT_OF_STEP ? resync.failed() : current;
        return pending != null && pending.command().isTyped();
    }

    private void lineInFlight(String text, byte @Nullable [] data) {
        Pending pending = current;
        if (pending == null) {
            return;
        }
        AtCommand<?> command = pending.command();
        if (!pending.echoed && text.equals(command.line())) {
            pending.echoed = true;
            return;
        }
        if (dialect.isBoot(text)) {
            deadline = Math.min(deadline, now + times.rebootGrace().toNanos());
        }
        Predicate<String> delayed = command.delayed();
        if (delayed != null && state != State.AWAIT_PROMPT && delayed.test(text)) {
            pending.delayed(text);
            if (state == State.AWAIT_DELAYED) {
                succeed(pending);
            }
            return;
        }
        FinalResultCode code = FinalResultCode.parse(text);
        if (code != null && command.ends(code)) {
            onFinal(pending, code);
        } else if (code != null && LineKind.isOnlyEverFinal(code)) {
            strays++;
        } else {
            claimOrPublish(pending, text, data);
        }
    }

    private void claimOrPublish(Pending pending, String text, byte @Nullable [] data) {
        AtCommand<?> command = pending.command();
        boolean open = state != State.AWAIT_DELAYED;
        if (open && command.claim().test().test(text)) {
            if (!pending.add(text, data)) {
                strays++;
            }
            if (command.answersAreEvents() && (!command.isTyped() || isNews(text, data))) {
                publish(text, data);
            }
        } else if (open && command.isTyped() && !isNews(text, data) && !LineKind.isNoise(text)) {
            if (!pending.add(text, null)) {
                strays++;
            }
        } else if (open && command.claim().freeText() && data == null && isFreeText(text)) {
            if (!pending.add(text, null)) {
                strays++;
            }
        } else {
            lineOutside(text, data);
        }
    }

    private boolean isNews(String text, byte @Nullable [] data) {
        return data != null || dialect.isUrc(text);
    }

    private boolean isFreeText(String text) {
        return !LineKind.isMarked(text) && !dialect.isUrc(text) && !LineKind.isNoise(text);
    }

    private void lineOutside(String text, byte @Nullable [] data) {
        FinalResultCode code = FinalResultCode.parse(text);
        if ((code != null && LineKind.isOnlyEverFinal(code)) || (data == null && LineKind.isNoise(text))) {
            strays++;
        } else {
            publish(text, data);
        }
    }

    void publish(String text, byte @Nullable [] data) {
        effects.publish(new Urc(text, data, dialect.isUrc(text)));
    }

    void stray() {
        strays++;
    }

    // ---- commands

    private void next() {
        if (state != State.IDLE || queue.isEmpty() || lexer.isInsideBlock()) {
            return;
        }
        if (now - lastResultAt < dialect.gap().toNanos()) {
            return;
        }
        Pending pending = queue.remove();
        if (lexer.isInsideLine() && now - lastByteAt >= times.stalledLine().toNanos()) {
            lexer.reset();
        }
        current = pending;
        pending.startedAt = now;
        Payload payload = pending.command().payload();
        if (payload == null) {
            state = State.AWAIT_FINAL;
            deadline = now + pending.command().deadline().toNanos();
        } else {
            state = State.AWAIT_PROMPT;
            deadline = now + payload.promptDeadline().toNanos();
            lexer.awaitPrompt(payload.prompt());
        }
        evidence.hide(pending.command().secret());
        effects.write(AsciiLine.of(pending.command().line()));
    }

    private void onFinal(Pending pending, FinalResultCode code) {
        consecutiveTimeouts = 0;
        if (state == State.AWAIT_DELAYED) {
            strays++;
        } else if (!code.kind().isSuccess() || state == State.AWAIT_PROMPT) {
            AtResponse response = pending.responseWith(code);
            Duration elapsed = Duration.ofNanos(now - pending.startedAt);
            toIdle();
            fail(pending, new AtException.Refused(pending.command().shown(), response, elapsed, evidence.lines()));
        } else if (pending.command().delayed() != null && !pending.hasDelayed()) {
            state = State.AWAIT_DELAYED;
        } else {
            pending.succeed(pending.responseWith(code));
            toIdle();
            effects.complete(pending);
        }
    }

    private void succeed(Pending pending) {
        pending.succeed(pending.responseWith(OK));
        toIdle();
        effects.complete(pending);
    }

    private static final FinalResultCode OK = new FinalResultCode(Kind.OK, "OK", java.util.OptionalInt.empty());

    private void onDeadline() {
        Pending pending = current;
        if (pending == null) {
            toIdle();
            return;
        }
        boolean answered = state == State.AWAIT_DELAYED;
        boolean prompted = state != State.AWAIT_PROMPT;
        timeouts++;
        if (answered) {
            toIdle();
            fail(pending, timedOut(pending, "no result line", now, true));
            return;
        }
        consecutiveTimeouts++;
        current = null;
        state = State.OUT_OF_STEP;
        payloadEcho.stop();
        fail(pending, timedOut(pending, prompted ? "no answer" : "no prompt, payload not sent", now, false));
        resync.begin(pending, now);
    }

    private AtException.TimedOut timedOut(Pending pending, String what, long at, boolean answered) {
        Duration elapsed = Duration.ofNanos(pending.startedAt == 0 ? 0 : at - pending.startedAt);
        return new AtException.TimedOut(pending.command().shown(), what, elapsed, evidence.lines(), answered);
    }

    private void toIdle() {
        current = null;
        state = State.IDLE;
        lastResultAt = now;
        lexer.awaitNoPrompt();
        payloadEcho.stop();
    }

    private void fail(Pending pending, AtException failure) {
        pending.fail(failure);
        effects.complete(pending);
    }

    private void failAll(java.util.function.Function<String, AtException> reason) {
        Pending pending = current;
        current = null;
        if (pending != null) {
            fail(pending, reason.apply(pending.command().shown()));
        }
        for (Pending waiting : queue.drain()) {
            fail(waiting, reason.apply(waiting.command().shown()));
        }
    }

    static Payload payloadOf(Pending pending) {
        Payload payload = pending.command().payload();
        if (payload == null) {
            throw new IllegalStateException(pending.command() + " has no payload");
        }
        return payload;
    }

    // ---- called by Resync

    AtLexer lexer() {
        return lexer;
    }

    long lastByteAt() {
        return lastByteAt;
    }

    void inStep() {
        toIdle();
        effects.ready();
    }

    void needsReopening() {
        state = State.REOPENING;
        effects.reopen();
    }

    void isDeaf() {
        state = State.DEAF;
        consecutiveTimeouts = Math.max(1, consecutiveTimeouts);
        effects.deaf();
        failAll(line -> new AtException.TimedOut(
                line, "not sent, the modem does not answer", Duration.ZERO, evidence.lines(), false));
    }
}

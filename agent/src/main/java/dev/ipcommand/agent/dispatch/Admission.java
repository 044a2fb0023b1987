package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.dispatch.CommandCounters.Outcome;
import dev.ipcommand.agent.journal.Claim;
import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.journal.CommandLedger;
import dev.ipcommand.agent.journal.TokenUse;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.agent.security.SignedCommand;
import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * From a command to its handler: who may call, whether the time must be known, and whether it ran before.
 *
 * <p>A command that must not run twice is one that is signed, or that has an id and whose handler is not repeatable. It
 * never runs on the receiving thread: that it runs is on the disk first, and the receiving thread waits for no disk.
 *
 * <p><b>Threading.</b> {@code link-rx} only.
 */
final class Admission {
    static final String NO_SUCH_COMMAND = "no such command";
    private static final int LEAST_BOUND = 200;

    private final HandlerRegistry registry;
    private final CommandLedger ledger;
    private final HandlerPool pool;
    private final CallRunner runner;
    private final Answers answers;
    private final PrincipalLimits limits;
    private final MessageDigest sha256;

    /** What carries out what is admitted. */
    record Crew(HandlerPool pool, CallRunner runner, Answers answers) {}

    Admission(HandlerRegistry registry, CommandLedger ledger, PrincipalLimits limits, Crew crew) {
        this.registry = registry;
        this.ledger = ledger;
        this.limits = limits;
        this.pool = crew.pool();
        this.runner = crew.runner();
        this.answers = crew.answers();
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Why a command is dropped without an answer. */
    enum Dropped {
        /** Its token's id was used for another command. */
        TOKEN_USED,
        /** Its sender, or the repetitions of its key's commands, have used up what they may. */
        OVER_LIMIT
    }

    /** Makes a command a call. */
    @FunctionalInterface
    interface Calls {
        /** @param handler null if there is none for this caller */
        Call call(Call.Received received, @Nullable RegisteredHandler handler);
    }

    /**
     * Answers, runs or queues a command.
     *
     * @param calls makes the call once its handler is known
     * @param token what proves its sender; null if nothing does
     * @return why it is dropped without an answer, or null
     */
    @Nullable
    Dropped admit(Call.Received received, Calls calls, @Nullable SignedCommand token) {
        RegisteredHandler handler = registry.find(received.name(), received.principal());
        boolean unclaimed = handler == null || isWithoutClock(token, handler);
        if (token != null && unclaimed && !limits.takeCommand(received.principal())) {
            return Dropped.OVER_LIMIT;
        }
        if (handler == null) {
            answers.reject(calls.call(received, null), CommandStatus.NOT_FOUND, NO_SUCH_COMMAND);
            return null;
        }
        Call call = calls.call(received, handler)
                .permittedBy(() -> registry.find(received.name(), received.principal()) != null);
        if (isWithoutClock(token, handler)) {
            answers.reject(call, CommandStatus.UNAVAILABLE, "clock");
            return null;
        }
        boolean once =
                token != null || (received.id() != null && !handler.terms().repeatable());
        if (once) {
            return claim(call, token);
        }
        if (handler.terms().inline()) {
            run(call);
        } else {
            submit(call);
        }
        return null;
    }

    private static boolean isWithoutClock(@Nullable SignedCommand token, RegisteredHandler handler) {
        return token != null && !token.clockGood() && !handler.terms().withoutClock();
    }

    /** The most bytes that an answer to a command of {@code size} bytes may have. */
    static int replyLimit(@Nullable RegisteredHandler handler, String principal, int size) {
        boolean bounded = handler != null && handler.terms().bounded() && principal.equals(Policy.UNSIGNED);
        return bounded ? Math.min(Reply.MAX_BYTES, Math.max(LEAST_BOUND, 3 * size)) : Reply.MAX_BYTES;
    }

    private void run(Call call) {
        call.begin();
        Reply reply = runner.run(call);
        call.end();
        answers.settle(call, reply, Outcome.HANDLED);
    }

    private @Nullable Dropped claim(Call call, @Nullable SignedCommand token) {
        Call.Received received = call.received();
        CommandKey key = new CommandKey(
                received.principal(), received.name(), received.id(), token == null ? null : token.jti());
        TokenUse use = token == null
                ? null
                : new TokenUse(token.issuedAt(), token.expires(), token.now(), token.synchronised());
        Claim claim = ledger.claim(key, hash(received), use);
        boolean signed = token != null;
        if (claim instanceof Claim.Fresh fresh) {
            if (signed && !limits.takeCommand(received.principal())) {
                fresh.execution().release();
                return drop(call, Dropped.OVER_LIMIT);
            }
            submit(call.claimed(key, fresh.execution()));
            return null;
        }
        if (signed && !limits.takeRepeat(received.principal())) {
            return drop(call, Dropped.OVER_LIMIT);
        }
        if (claim instanceof Claim.Stored stored) {
            answers.repeat(call, stored.answer());
        } else if (claim instanceof Claim.Refused refused) {
            return refuse(call, refused);
        }
        return null;
    }

    private @Nullable Dropped refuse(Call call, Claim.Refused refused) {
        switch (refused) {
            case UNDER_WAY -> answers.awaitFirst(call);
            case ID_USED -> answers.reject(call, CommandStatus.INVALID_ARGUMENT, "id used before");
            case FULL ->
                answers.reject(call, CommandStatus.RESOURCE_EXHAUSTED, "too many commands remembered, try later");
            case TOKEN_USED -> {
                return drop(call, Dropped.TOKEN_USED);
            }
        }
        return null;
    }

    private Dropped drop(Call call, Dropped why) {
        answers.drop(call);
        return why;
    }

    /** Of everything that makes a command what it is, each part with its length: no two commands run together. */
    private byte[] hash(Call.Received received) {
        String id = received.id() == null ? "" : received.id();
        String head = received.name() + "#" + id + received.form().name();
        byte[] headBytes = head.getBytes(StandardCharsets.UTF_8);
        sha256.update(
                ByteBuffer.allocate(Integer.BYTES).putInt(headBytes.length).flip());
        sha256.update(headBytes);
        return sha256.digest(received.arguments());
    }

    private void submit(Call call) {
        switch (pool.submit(call.handler().lane(), call)) {
            case ACCEPTED -> {}
            case FULL -> answers.reject(call, CommandStatus.RESOURCE_EXHAUSTED, "queue full");
            case UNAVAILABLE -> answers.reject(call, CommandStatus.UNAVAILABLE, "an earlier call hangs");
            case STOPPED -> answers.reject(call, CommandStatus.UNAVAILABLE, "the agent is stopping");
        }
    }
}

package dev.ipcommand.handler.test;

import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.CommandHandlerProvider;
import dev.ipcommand.handler.HandlerSettings;
import dev.ipcommand.handler.InvalidSettingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handler as the agent does and checks what a sender would read.
 *
 * <pre>{@code
 * HandlerTester.of(new GreetProvider()).setting("greeting", "hi").send("bob").expectText("hi bob");
 * }</pre>
 *
 * <p>{@code send} is a handler's whole life: it is made, called once and closed. For several calls of one handler:
 *
 * <pre>{@code
 * try (RunningHandler counter = HandlerTester.of(new CounterProvider()).start()) {
 *     counter.send("").expectText("1");
 *     counter.send("").expectText("2");
 * }
 * }</pre>
 *
 * <p><b>Threading.</b> One thread; the handler is called on another, which is interrupted at the deadline.
 * <b>Failures.</b> An {@code AssertionError} with what was expected and what was found.
 */
public final class HandlerTester {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,63}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final @Nullable CommandHandlerProvider provider;
    private final @Nullable CommandHandler handler;
    private final String name;
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable String id;
    private String principal = "-";
    private CommandForm form = CommandForm.TEXT;
    private Duration deadline = Duration.ofSeconds(10);
    private Duration grace = Duration.ofSeconds(5);
    private boolean raw;
    private boolean outboxFull;

    private HandlerTester(
            @Nullable CommandHandlerProvider provider, @Nullable CommandHandler handler, @Nullable String name) {
        this.provider = provider;
        this.handler = handler;
        if (name == null || !NAME.matcher(name).matches()) {
            throw new AssertionError("the agent refuses a handler named " + (name == null ? "null" : '"' + name + '"')
                    + ": a lower-case letter, then up to 63 of a-z 0-9 - _ .");
        }
        this.name = name;
    }

    /** Tests the handlers that a provider makes. */
    public static HandlerTester of(CommandHandlerProvider provider) {
        if (provider.concurrency() < 1) {
            throw new AssertionError(
                    "the agent refuses concurrency() = " + provider.concurrency() + ", allowed: 1 and more");
        }
        return new HandlerTester(provider, null, provider.name());
    }

    /** Tests one handler under a command's name; it is closed at the end of the first {@code send}. */
    public static HandlerTester of(String name, CommandHandler handler) {
        return new HandlerTester(null, handler, name);
    }

    /** As in {@code [handler.NAME.settings]}. */
    public HandlerTester setting(String key, String value) {
        if (provider == null) {
            throw new IllegalStateException("settings reach a handler through its provider");
        }
        settings.put(key, value);
        return this;
    }

    /**
     * Sends with an id; without one by default.
     *
     * @throws IllegalArgumentException if it is not 1 to 32 of {@code A-Z a-z 0-9 - _}
     */
    public HandlerTester id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new IllegalArgumentException("not an id: " + text);
        }
        id = text;
        return this;
    }

    /** Sends a command that this key has signed; {@code "-"}, the default, was not signed. */
    public HandlerTester principal(String keyId) {
        principal = keyId;
        form = keyId.equals("-") ? CommandForm.TEXT : CommandForm.SIGNED;
        return this;
    }

    /** How the command arrives: {@code TEXT} by default, {@code SIGNED} with a principal. A route's has no id. */
    public HandlerTester form(CommandForm value) {
        form = value;
        return this;
    }

    /** When the handler is interrupted: 10 s after its call by default. */
    public HandlerTester deadline(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("a deadline is more than nothing: " + value);
        }
        deadline = value;
        return this;
    }

    /** Answers carry no head, and failures are not sent: {@code reply = "raw"} in the configuration. */
    public HandlerTester raw() {
        raw = true;
        return this;
    }

    /** Lets {@code CommandContext.send} find the outbox full. */
    public HandlerTester outboxFull() {
        outboxFull = true;
        return this;
    }

    /** How long a call may go on after its interrupt. */
    HandlerTester grace(Duration value) {
        grace = value;
        return this;
    }

    /** Sends text, sent as UTF-8: makes the handler, calls it once and closes it. */
    public Answer send(String arguments) {
        return send(arguments.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes: makes the handler, calls it once and closes it. */
    public Answer send(byte[] arguments) {
        try (RunningHandler running = start()) {
            return running.send(arguments);
        }
    }

    /**
     * Makes the handler, for several calls; close it.
     *
     * @throws AssertionError if the provider does not make one
     */
    public RunningHandler start() {
        return new RunningHandler(make(), new RunningHandler.Terms(name, deadline, grace, raw, outboxFull), this);
    }

    private CommandHandler make() {
        if (handler != null) {
            return handler;
        }
        try {
            CommandHandler made = create();
            if (made == null) {
                throw new AssertionError("create() returned null: the agent refuses the jar");
            }
            return made;
        } catch (InvalidSettingException e) {
            throw new AssertionError("create() refused a setting: " + e.getMessage(), e);
        }
    }

    private @Nullable CommandHandler create() throws InvalidSettingException {
        if (provider == null) {
            throw new IllegalStateException("neither a provider nor a handler");
        }
        return provider.create(new HandlerSettings(settings));
    }

    /**
     * Expects that the provider refuses its settings.
     *
     * @param part of the message that the operator reads
     */
    public void expectInvalidSetting(String part) {
        try {
            CommandHandler made = create();
            if (made != null) {
                made.close();
            }
        } catch (InvalidSettingException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.contains(part)) {
                throw new AssertionError("expected an invalid setting with: " + part + "\nfound: " + message, e);
            }
            return;
        } catch (Exception e) {
            throw new AssertionError("expected an invalid setting with: " + part + "\nfound: " + e, e);
        }
        throw new AssertionError("expected an invalid setting with: " + part + "\nfound: a handler was made");
    }

    /** The command as it reaches the handler now. */
    SentCommand command(byte[] arguments) {
        Optional<String> sentId = form == CommandForm.ROUTE ? Optional.empty() : Optional.ofNullable(id);
        return new SentCommand(name, sentId, arguments.clone(), form, principal);
    }
}

package dev.ipcommand.agent.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandForm;
import dev.ipcommand.handler.IpCommand;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A command and its context, as a built-in handler sees them. */
record FakeCall(byte[] arguments, String principal, Duration remaining) implements IpCommand, CommandContext {
    static FakeCall of(byte[] arguments) {
        return new FakeCall(arguments, "-", Duration.ofSeconds(10));
    }

    static FakeCall unsigned(String arguments) {
        return of(arguments.getBytes(UTF_8));
    }

    static FakeCall signed(String arguments) {
        return new FakeCall(arguments.getBytes(UTF_8), "ops1", Duration.ofSeconds(10));
    }

    FakeCall within(Duration left) {
        return new FakeCall(arguments, principal, left);
    }

    @Override
    public String name() {
        return "name";
    }

    @Override
    public Optional<String> id() {
        return Optional.empty();
    }

    @Override
    public String text() throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(arguments)).toString();
    }

    @Override
    public CommandForm form() {
        return principal.equals("-") ? CommandForm.TEXT : CommandForm.SIGNED;
    }

    @Override
    public Optional<InetSocketAddress> source() {
        return Optional.empty();
    }

    @Override
    public Instant deadline() {
        return Instant.EPOCH;
    }

    @Override
    public System.Logger log() {
        return System.getLogger("test");
    }

    @Override
    public void send(byte[] payload) {
        throw new IllegalStateException("no outbox");
    }
}

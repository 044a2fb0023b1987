package dev.ipcommand.modem.at;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ipcommand.modem.connection.ModemConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Every command of every driver, answered with anything: it ends, and an answer that cannot be read is called so by {@link
 * IllegalArgumentException} and nothing else. The first line of the input is the command, or chooses one; the rest is what
 * the modem says. Runs over the saved inputs; {@code bin/bench fuzz} looks for more.
 */
class CommandFuzzTest {
    private static final List<AtCommand<?>> COMMANDS = EveryCommand.list();
    private static final AtDialect EVERY_DIALECT = ModemConnection.allDialects();

    @FuzzTest(maxDuration = "3m")
    void shouldReadAnyAnswerOrSayThatItCannot(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        if (end < 0) {
            return;
        }
        String answer = text.substring(end + 1);
        AtCommand<?> command = choose(text.substring(0, end));

        ScriptedPeer peer = new ScriptedPeer();
        VirtualChannel channel = new VirtualChannel(peer, EVERY_DIALECT);
        if (!channel.open()) {
            throw new AssertionError("does not open");
        }
        peer.always(command.line(), answer.contains("#") ? answer.replace("#", command.line()) : answer);
        Pending pending = channel.submit(command);
        channel.finish(pending);
        channel.advance(Duration.ofMinutes(1));
        read(command, pending);
    }

    private static AtCommand<?> choose(String line) {
        for (AtCommand<?> command : COMMANDS) {
            if (command.line().equals(line)) {
                return command;
            }
        }
        return COMMANDS.get(Math.floorMod(line.hashCode(), COMMANDS.size()));
    }

    private static void read(AtCommand<?> command, Pending pending) {
        try {
            AtResponse response = pending.result();
            if (command.parse(response) == null) {
                throw new AssertionError("null for " + response);
            }
        } catch (AtException failed) {
            if (failed.getMessage() == null) {
                throw new AssertionError("no message", failed);
            }
        } catch (IllegalArgumentException unreadable) {
            if (unreadable instanceof NumberFormatException) {
                throw new AssertionError("a number that was not looked at", unreadable);
            }
        }
    }
}

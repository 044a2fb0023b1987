package dev.ipcommand.modem.driver.simcomca;

import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.at.VirtualChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The real engine against a modem that answers every command with the same text, cut once. */
final class AnsweringModem implements VirtualChannel.Peer {
    private final String answer;
    private final int cut;
    private final List<String> heard = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private boolean answering;

    private AnsweringModem(String answer, int cut) {
        this.answer = answer;
        this.cut = cut;
    }

    /** What the command makes of that answer, which comes in two pieces. */
    static <R> R ask(AtCommand<R> command, String answer, int cut) throws AtException {
        AnsweringModem modem = new AnsweringModem(answer, cut);
        VirtualChannel channel = modem.channel();
        modem.answering = true;
        return channel.execute(command);
    }

    /** What comes of bytes that nobody asked for: each line, and its data after a bar. */
    static List<String> hear(String bytes, int cut) {
        AnsweringModem modem = new AnsweringModem(bytes, cut);
        VirtualChannel channel = modem.channel();
        modem.say(channel);
        channel.advance(Duration.ofSeconds(1));
        return channel.published().stream()
                .map(urc -> urc.text()
                        + (urc.data() == null ? "" : "|" + new String(urc.data(), StandardCharsets.ISO_8859_1)))
                .toList();
    }

    private VirtualChannel channel() {
        VirtualChannel channel = new VirtualChannel(this, new SimcomCaDriver().dialect());
        if (!channel.open()) {
            throw new AssertionError("deaf after " + heard);
        }
        return channel;
    }

    @Override
    public void hear(byte[] bytes, VirtualChannel channel) {
        line.append(new String(bytes, StandardCharsets.ISO_8859_1));
        if (line.charAt(line.length() - 1) != '\r') {
            return;
        }
        String command = line.toString().strip();
        line.setLength(0);
        heard.add(command);
        if (answering) {
            say(channel);
        } else {
            channel.say(command.equals("AT+CMEE?") ? "\r\n+CMEE: 2\r\n\r\nOK\r\n" : "\r\nOK\r\n");
        }
    }

    private void say(VirtualChannel channel) {
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        channel.say(Duration.ZERO, java.util.Arrays.copyOfRange(bytes, 0, cut));
        channel.say(Duration.ofMillis(20), java.util.Arrays.copyOfRange(bytes, cut, bytes.length));
    }
}

package dev.ipcommand.modem.driver.generic;

import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.at.VirtualChannel;
import dev.ipcommand.modem.driver.Attachment;
import dev.ipcommand.modem.driver.Attachment.PortKind;
import dev.ipcommand.modem.driver.ModemDriver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A modem in memory that answers as it is told and writes down what it heard; what it was not told it refuses. */
final class ToldModem implements VirtualChannel.Peer {
    static final String OK = "\r\nOK\r\n";
    static final String BUSY = "\r\n+CME ERROR: 14\r\n";
    /** It says nothing. */
    static final String SILENCE = "";

    private final Map<String, Deque<String>> answers = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final VirtualChannel channel;
    private final Modem modem;

    ToldModem(ModemDriver driver, String manufacturer, String model) {
        channel = new VirtualChannel(this, driver.dialect());
        modem = driver.attach(new Attachment(
                channel, new ModemIdentity(manufacturer, model, "", ""), PortKind.UNKNOWN, channel::now));
        answers("AT", OK);
        answers("AT+CMEE?", "\r\n+CMEE: 2\r\n" + OK);
        answers("AT+CSCS?", "\r\n+CSCS: \"IRA\"\r\n" + OK);
        if (!channel.open()) {
            throw new AssertionError("deaf");
        }
        heard.clear();
    }

    static ToldModem generic() {
        return new ToldModem(new GenericDriver(), "ACME", "RX100");
    }

    Modem modem() {
        return modem;
    }

    VirtualChannel channel() {
        return channel;
    }

    /** The answers to a command, one after the other; the last one again and again. */
    ToldModem answers(String command, String... texts) {
        answers.put(command, new ArrayDeque<>(List.of(texts)));
        return this;
    }

    /** The commands in order, without the engine's own. */
    List<String> heard() {
        return heard.stream()
                .filter(command -> !List.of("AT", "AT+CMEE?", "AT+CSCS?", "AT+CGSN", "AT+CGMM")
                        .contains(command))
                .toList();
    }

    @Override
    public void hear(byte[] bytes, VirtualChannel port) {
        line.append(new String(bytes, StandardCharsets.ISO_8859_1));
        if (line.charAt(line.length() - 1) != '\r') {
            return;
        }
        String command = line.toString().strip();
        line.setLength(0);
        heard.add(command);
        Deque<String> told = answers.getOrDefault(command, new ArrayDeque<>(List.of("\r\nERROR\r\n")));
        String answer = told.size() > 1 ? told.remove() : told.element();
        if (!answer.isEmpty()) {
            port.say(answer);
        }
    }
}

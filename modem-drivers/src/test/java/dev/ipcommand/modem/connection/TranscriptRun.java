package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.VirtualChannel;
import dev.ipcommand.modem.trace.Transcript;
import dev.ipcommand.modem.trace.TranscriptPlayer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transcript with steps between its records: {@code @ <step>} has the real driver do something, {@code ! <line>} says what
 * must have come of it so far.
 */
final class TranscriptRun implements VirtualChannel.Peer {
    /** How the modem's bytes are cut. */
    enum Pieces {
        WHOLE,
        BYTES
    }

    private final Transcript transcript;
    private final TranscriptPlayer player;
    private final Pieces pieces;
    private final VirtualChannel channel;
    private final List<String> log = new ArrayList<>();
    private long lineBusyUntil;
    private @Nullable Modem modem;
    private @Nullable UdpEndpoint endpoint;

    TranscriptRun(List<String> lines, Pieces pieces) {
        this.transcript = Transcript.parse(lines);
        this.player = new TranscriptPlayer(transcript);
        this.pieces = pieces;
        this.channel = new VirtualChannel(this, ModemConnection.allDialects());
    }

    /** Runs the steps; returns what came of them, line by line, and what the file expects. */
    List<List<String>> run(List<String> lines) throws Exception {
        say(player.begin());
        List<String> expected = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("@ ")) {
                step(line.substring(2).strip());
            } else if (line.startsWith("! ")) {
                expected.add(line.substring(2).strip());
            }
        }
        return List.of(expected, log);
    }

    List<String> unknown() {
        return player.unknown();
    }

    private void step(String step) throws Exception {
        String[] words = step.split(" ", 2);
        String argument = words.length > 1 ? words[1] : "";
        try {
            String result = perform(words[0], argument);
            if (!result.isEmpty()) {
                log.add((words[0] + ": " + result).strip());
            }
        } catch (ModemException e) {
            log.add(words[0] + ": " + e.kind());
        }
    }

    private String perform(String step, String argument) throws Exception {
        if (step.equals("attach")) {
            return attach();
        } else if (step.equals("advance")) {
            channel.advance(Duration.ofMillis(Long.parseLong(argument)));
            return "";
        }
        Modem it = modem;
        if (it == null) {
            throw new IllegalStateException("attach first");
        }
        return switch (step) {
            case "initialise" -> {
                it.initialise(new DataSettings("super"));
                yield "done";
            }
            case "sim" -> it.readSim().toString();
            case "iccid" -> it.readIccid().orElse("not told");
            case "registration" -> it.readRegistration().toString();
            case "signal" -> it.readSignal().toString();
            case "activate" -> it.activate().getHostAddress();
            case "host" -> it.raiseHostContext().getHostAddress();
            case "address" -> it.readAddress().map(InetAddress::getHostAddress).orElse("none");
            case "deactivate" -> {
                it.deactivate();
                yield "done";
            }
            case "open" -> open(it, Integer.parseInt(argument));
            case "reboot" -> {
                it.reboot();
                yield "done";
            }
            case "power-off" -> {
                it.powerOff();
                yield "done";
            }
            default -> onRung(it, step, argument);
        };
    }

    private String onRung(Modem it, String step, String argument) throws Exception {
        switch (step) {
            case "search" -> it.searchAgain();
            case "reattach" -> it.reattach();
            case "cycle" -> {
                return it.cycleRadio(argument.equals("may-write")) ? "written" : "not written";
            }
            case "pin" -> {
                return it.enterPin(argument) ? "taken" : "refused";
            }
            default -> {
                return onEndpoint(step, argument);
            }
        }
        return "done";
    }

    private String onEndpoint(String step, String argument) throws Exception {
        UdpEndpoint it = endpoint;
        if (it == null) {
            throw new IllegalStateException("open first");
        }
        switch (step) {
            case "send" -> {
                byte[] payload = transcript.bytes(argument);
                InetAddress gateway = InetAddress.getByAddress(new byte[] {100, 64, 0, 1});
                return it.send(new InetSocketAddress(gateway, 6767), payload).toString();
            }
            case "drain" -> it.drain();
            case "verify" -> {
                return Boolean.toString(it.verify());
            }
            case "close" -> it.close();
            default -> throw new IllegalArgumentException("no such step: " + step);
        }
        return "done";
    }

    private String attach() throws Exception {
        if (!channel.open()) {
            return "deaf";
        }
        Modem it = ModemConnection.attach(channel, new ModemSettings("/dev/null", "auto", 115_200), channel::now);
        it.onEvent(event -> log.add("event: " + event.kind()));
        modem = it;
        return it.driver() + " " + it.identity();
    }

    private String open(Modem it, int port) throws Exception {
        endpoint = it.openUdp(
                port,
                (payload, source) -> log.add("received: " + payload.length + " "
                        + (source == null ? "?" : source.getAddress().getHostAddress() + ":" + source.getPort()) + " "
                        + readable(payload)));
        return "done";
    }

    private static String readable(byte[] payload) {
        return new String(payload, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replaceAll("[^ -~]", "?");
    }

    @Override
    public void hear(byte[] bytes, VirtualChannel line) {
        say(player.hear(bytes));
    }

    private void say(List<TranscriptPlayer.Saying> sayings) {
        Duration at = Duration.ZERO;
        for (TranscriptPlayer.Saying saying : sayings) {
            at = at.plus(saying.pause());
            channel.later(at, () -> sayNow(saying.bytes()));
        }
    }

    /** One line, one direction: what is said waits until what was said before is out. */
    private void sayNow(byte[] bytes) {
        long at = Math.max(channel.now(), lineBusyUntil);
        for (byte[] piece : cut(bytes)) {
            at += pieces == Pieces.WHOLE ? 0 : Duration.ofMillis(3).toNanos();
            channel.say(Duration.ofNanos(at - channel.now()), piece);
        }
        lineBusyUntil = at;
    }

    private List<byte[]> cut(byte[] bytes) {
        if (pieces == Pieces.WHOLE) {
            return List.of(bytes);
        }
        List<byte[]> single = new ArrayList<>();
        for (byte b : bytes) {
            single.add(new byte[] {b});
        }
        return single;
    }
}

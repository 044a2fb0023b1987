package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.TypedLine;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.VirtualChannel;
import dev.ipcommand.modem.driver.Attachment.PortKind;
import dev.ipcommand.modem.trace.StepNotes;
import dev.ipcommand.modem.trace.Transcript;
import dev.ipcommand.modem.trace.TranscriptPlayer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A recording of {@code ipcommand modem record} as it is: the steps that it notes are asked of the real driver again, which must
 * say the same bytes in the same order and come to the same ends.
 */
final class RecordingRun implements VirtualChannel.Peer, StepNotes {
    /** What the recording says and what came of it again. */
    record Compared(List<String> expected, List<String> actual) {}

    private static final Map<String, String> BEFORE = Map.of(
            "AT\r", "\r\nOK\r\n",
            "AT+CMEE?\r", "\r\n+CMEE: 2\r\n\r\nOK\r\n");

    private final List<String> lines;
    private final TranscriptPlayer player;
    private final boolean byteByByte;
    private final List<String> notes = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private VirtualChannel channel = new VirtualChannel(this, ModemConnection.allDialects());
    private long busyUntil;
    private boolean playing;
    private boolean cut;
    private @Nullable Modem modem;
    private @Nullable UdpEndpoint endpoint;

    RecordingRun(List<String> lines, boolean byteByByte) {
        this.lines = lines;
        this.player = new TranscriptPlayer(Transcript.parse(lines));
        this.byteByByte = byteByByte;
    }

    static boolean isRecording(List<String> lines) {
        return lines.stream().anyMatch(line -> line.startsWith("R > "));
    }

    void run() throws Exception {
        if (!isWhole()) {
            attachKnown();
        }
        playing = true;
        say(player.begin());
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("@ ")) {
                String[] words = lines.get(i).substring(2).split(" ", 2);
                if (hasOutcome(words[0], i)) {
                    settle();
                    step(words[0], words.length > 1 ? words[1] : "");
                } else {
                    cut = true;
                }
            }
        }
        settle();
    }

    /** A recording may end in the middle of a step. */
    private boolean hasOutcome(String step, int from) {
        return lines.subList(from, lines.size()).stream().anyMatch(line -> line.startsWith("! " + step + ":"));
    }

    /** Whether it starts with the opening of the port. */
    boolean isWhole() {
        return lines.contains("@ attach");
    }

    List<String> unknown() {
        return player.unknown();
    }

    /** How the steps ended: in order, if they did not overlap. */
    Compared outcomes() {
        List<String> expected = starting(lines, "! ", "! event:", "! received:");
        List<String> actual = starting(notes, "! ", "! event:", "! received:");
        if (!isWhole()) {
            actual = actual.stream().filter(expected::contains).toList();
            expected = expected.stream().filter(actual::contains).toList();
        }
        return overlaps() ? new Compared(sorted(expected), sorted(actual)) : new Compared(expected, actual);
    }

    /** What the modem said by itself, and the datagrams. */
    Compared news() {
        List<String> expected = lines.stream().filter(RecordingRun::isNews).toList();
        return new Compared(
                expected, notes.stream().filter(RecordingRun::isNews).toList());
    }

    private static boolean isNews(String line) {
        return line.startsWith("! event:") || line.startsWith("! received:");
    }

    /** Every byte of ours. */
    Compared bytes() {
        List<String> expected = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("R > ")) {
                expected.add(line.substring(4));
            }
        }
        int until = cut ? Math.min(said.size(), expected.size()) : expected.size();
        List<String> whole = expected.subList(0, until);
        return overlaps() ? new Compared(sorted(whole), sorted(said)) : new Compared(whole, said);
    }

    private static List<String> starting(List<String> all, String start, String... but) {
        return all.stream()
                .filter(line -> line.startsWith(start) && List.of(but).stream().noneMatch(line::startsWith))
                .toList();
    }

    private static List<String> sorted(List<String> some) {
        return some.stream().sorted().toList();
    }

    private boolean overlaps() {
        boolean open = false;
        for (String line : lines) {
            if (line.startsWith("@ ")) {
                if (open) {
                    return true;
                }
                open = true;
            } else if (line.startsWith("! ") && !isNews(line)) {
                open = false;
            }
        }
        return false;
    }

    private Optional<String> header(String name) {
        String start = "= recorded-" + name + " ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    private void attachKnown() throws Exception {
        if (!channel.open()) {
            throw new IllegalStateException("the channel does not open");
        }
        ModemIdentity who = new ModemIdentity(
                header("manufacturer").orElse(""),
                header("model").orElse(""),
                header("revision").orElse(""),
                "");
        Modem known = ModemConnection.attach(
                channel, who, settings(header("driver").orElse("generic")), PortKind.UNKNOWN, channel::now);
        modem = NotedModem.of(known, this);
        modem.onEvent(event -> {});
    }

    private static ModemSettings settings(String driver) {
        return new ModemSettings("recorded", driver, 115_200);
    }

    private Modem attach() throws ModemException, InterruptedException {
        channel = new VirtualChannel(this, ModemConnection.allDialects());
        busyUntil = channel.now();
        PortKind kind = PortKind.valueOf(header("port").orElse("UNKNOWN"));
        Modem opened = NotedModem.opened(
                () -> {
                    if (!channel.open()) {
                        throw new ModemException(ModemException.Kind.TIMEOUT, "nobody answers");
                    }
                    return ModemConnection.attach(
                            channel,
                            new Identification(channel).ask(),
                            settings(header("setting").orElse("auto")),
                            kind,
                            channel::now);
                },
                this);
        opened.onEvent(event -> {});
        return opened;
    }

    private void step(String step, String argument) throws Exception {
        try {
            if (step.equals("attach")) {
                modem = attach();
            } else if (List.of("send", "drain", "verify", "close").contains(step)) {
                onEndpoint(step, argument);
            } else {
                onModem(step, argument);
            }
        } catch (ModemException e) {
            // Noted, and compared with what the recording says.
            channel.now();
        }
    }

    private void onModem(String step, String argument) throws Exception {
        Modem it = modem;
        if (it == null) {
            return;
        }
        switch (step) {
            case "initialise" -> it.initialise(new DataSettings(argument));
            case "sim" -> it.readSim();
            case "iccid" -> it.readIccid();
            case "registration" -> it.readRegistration();
            case "signal" -> it.readSignal();
            case "activate" -> it.activate();
            case "host" -> it.raiseHostContext();
            case "address" -> it.readAddress();
            case "deactivate" -> it.deactivate();
            case "open" -> endpoint = it.openUdp(Integer.parseInt(argument), (payload, source) -> {});
            case "reboot" -> it.reboot();
            case "power-off" -> it.powerOff();
            case "search" -> it.searchAgain();
            case "reattach" -> it.reattach();
            case "cycle-radio" -> it.cycleRadio(Boolean.parseBoolean(argument));
            case "enter-pin" -> it.enterPin(argument);
            case "ping" -> it.ping();
            case "at" -> it.pass(TypedLine.of(argument, true), Duration.ofSeconds(10));
            default -> throw new IllegalArgumentException("no such step: " + step);
        }
    }

    private void onEndpoint(String step, String argument) throws Exception {
        UdpEndpoint it = endpoint;
        if (it == null) {
            return;
        }
        switch (step) {
            case "send" -> {
                String[] words = argument.split("[: ]", -1);
                InetAddress address = InetAddress.getByName(words[0]);
                it.send(
                        new InetSocketAddress(address, Integer.parseInt(words[1])),
                        "x".repeat(Integer.parseInt(words[2])).getBytes(StandardCharsets.ISO_8859_1));
            }
            case "drain" -> it.drain();
            case "verify" -> it.verify();
            default -> it.close();
        }
    }

    // ---- the modem's side

    /** What the modem still had to say before the next step comes first. */
    private void settle() {
        while (busyUntil > channel.now()) {
            channel.advance(Duration.ofNanos(busyUntil - channel.now()));
        }
    }

    @Override
    public void hear(byte[] bytes, VirtualChannel line) {
        if (!playing) {
            line.say(BEFORE.getOrDefault(new String(bytes, StandardCharsets.ISO_8859_1), "\r\nERROR\r\n"));
            return;
        }
        said.add(new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\u001b", "\\x1B"));
        say(player.hear(bytes));
    }

    private void say(List<TranscriptPlayer.Saying> sayings) {
        long at = Math.max(channel.now(), busyUntil);
        for (TranscriptPlayer.Saying saying : sayings) {
            at += saying.pause().toNanos();
            byte[] bytes = saying.bytes();
            if (byteByByte) {
                for (byte b : bytes) {
                    at += Duration.ofMillis(1).toNanos();
                    channel.say(Duration.ofNanos(at - channel.now()), new byte[] {b});
                }
            } else {
                channel.say(Duration.ofNanos(at - channel.now()), bytes);
            }
        }
        busyUntil = at;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void note(Supplier<String> line) {
        notes.add(line.get());
    }
}

package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.FuzzInput;
import dev.ipcommand.modem.at.VirtualChannel;
import dev.ipcommand.modem.trace.Transcript;
import dev.ipcommand.modem.trace.TranscriptPlayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One life of a driver: which transcript, which calls and what is spoilt are the fuzzer's choices. */
final class SpoiltRun implements VirtualChannel.Peer {
    private static final int MAX_CALLS = 30;
    private static final int MAX_SAID = 200_000;
    private static final Path FILES = Path.of("src/test/resources/transcripts");
    private static final List<String> NAMES = List.of(
            "quectel/ec25/session.txt",
            "quectel/bg95/session.txt",
            "simcom/sim7600/session.txt",
            "simcom/sim7080/session.txt",
            "generic/unknown/registration.txt",
            "simcom/sim7080/buffered.txt",
            "simcom/a7670/boot-and-sends.txt",
            "simcom/sim7600/receive-header.txt");
    private static final Map<String, Transcript> TRANSCRIPTS = new HashMap<>();
    private static final String[] NEWS = {
        "\r\n+QIURC: \"recv\",0,5,\"100.64.0.1\",6767\r\nhello\r\n",
        "\r\n+QIURC: \"recv\",0\r\n",
        "\r\n+QIURC: \"closed\",0\r\n",
        "\r\n+QIURC: \"pdpdeact\",1\r\n",
        "\r\n+CAURC: \"recv\",0,5,\"100.64.0.1\",6767\r\nhello",
        "\r\n+CADATAIND: 0\r\n",
        "\r\n+CANEW: 0,1,\"100.64.0.1\",6767\r\n",
        "\r\n+CASTATE: 0,0\r\n",
        "\r\n+APP PDP: 0,DEACTIVE\r\n",
        "\r\nRECV FROM:100.64.0.1:6767\r\n+IPD5\r\nhello\r\n",
        "\r\n+RECEIVE,0,5:\r\nhello\r\n",
        "\r\n+CIPRXGET: 1,0\r\n",
        "\r\n+IPCLOSE: 0,1\r\n",
        "\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n",
        "\r\n+CEREG: 5,\"1A2B\",\"1A2D001\",7\r\n",
        "\r\n+CGEV: NW PDN DEACT 1\r\n",
        "\r\n+CPIN: NOT READY\r\n",
        "\r\nRDY\r\n"
    };

    private final FuzzInput choices;
    private final TranscriptPlayer player;
    private final VirtualChannel channel = new VirtualChannel(this, ModemConnection.allDialects());
    private final StringBuilder said = new StringBuilder();
    private @Nullable UdpEndpoint endpoint;

    SpoiltRun(FuzzInput choices) throws IOException {
        this.choices = choices;
        String name = NAMES.get(choices.below(NAMES.size()));
        Transcript transcript = TRANSCRIPTS.get(name);
        if (transcript == null) {
            transcript = Transcript.parse(Files.readAllLines(FILES.resolve(name), StandardCharsets.UTF_8));
            TRANSCRIPTS.put(name, transcript);
        }
        player = new TranscriptPlayer(transcript);
    }

    void run() throws InterruptedException {
        say(player.begin());
        if (!channel.open(2)) {
            return;
        }
        Modem modem;
        try {
            modem = ModemConnection.attach(channel, new ModemSettings("/dev/null", "auto", 115_200), channel::now);
        } catch (ModemException e) {
            return;
        }
        List<Object> events = new ArrayList<>();
        modem.onEvent(events::add);
        for (int i = 0; i < MAX_CALLS && !choices.isUsedUp() && said.length() < MAX_SAID; i++) {
            long before = channel.now();
            try {
                call(modem);
            } catch (ModemException e) {
                require(e.getMessage() != null, "no message");
            }
            require(channel.now() - before < Duration.ofHours(2).toNanos(), "two hours for one call");
        }
        modem.close();
    }

    private void call(Modem modem) throws ModemException, InterruptedException {
        switch (choices.below(16)) {
            case 0 -> modem.initialise(new DataSettings("super"));
            case 1 -> modem.readSim();
            case 2 -> modem.readIccid();
            case 3 -> modem.readRegistration();
            case 4 -> modem.readSignal();
            case 5 -> modem.activate();
            case 6 -> modem.raiseHostContext();
            case 7 -> modem.readAddress();
            case 8 -> modem.deactivate();
            case 9 -> endpoint = modem.openUdp(4001, this::received);
            case 10 -> channel.advance(Duration.ofMillis(100L * choices.next()));
            case 11 -> {
                speak(NEWS[choices.below(NEWS.length)].getBytes(StandardCharsets.ISO_8859_1));
                channel.advance(Duration.ofMillis(50));
            }
            case 12 -> modem.reboot();
            default -> callEndpoint();
        }
    }

    private void callEndpoint() throws ModemException, InterruptedException {
        UdpEndpoint it = endpoint;
        if (it == null) {
            return;
        }
        switch (choices.below(4)) {
            case 0 -> it.drain();
            case 1 -> it.verify();
            case 2 -> it.close();
            default -> {
                byte[] payload = choices.take(1 + choices.below(20));
                if (payload.length > 0) {
                    it.send(new InetSocketAddress(InetAddress.getLoopbackAddress(), 6767), payload);
                }
            }
        }
    }

    private void received(byte[] payload, @Nullable InetSocketAddress source) {
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        require(payload.length <= 2048, "a datagram's bound");
        require(said.indexOf(text) >= 0, "a datagram that nobody sent");
    }

    @Override
    public void hear(byte[] bytes, VirtualChannel line) {
        say(player.hear(bytes));
    }

    private void say(List<TranscriptPlayer.Saying> sayings) {
        Duration at = Duration.ZERO;
        for (TranscriptPlayer.Saying saying : sayings) {
            at = at.plus(saying.pause());
            channel.later(at, () -> spoil(saying.bytes()));
        }
    }

    /** Mostly as it is; else cut, changed, late, doubled, something else, or never. */
    private void spoil(byte[] bytes) {
        switch (choices.below(16)) {
            case 8 -> {
                byte[] changed = bytes.clone();
                changed[choices.below(changed.length)] = (byte) choices.next();
                speak(changed);
            }
            case 9 -> {
                int cut = choices.below(bytes.length + 1);
                speak(java.util.Arrays.copyOf(bytes, cut));
            }
            case 10 -> channel.later(Duration.ofMillis(200L * choices.next()), () -> speak(bytes));
            case 11 -> {
                speak(bytes);
                speak(bytes);
            }
            case 12 -> speak(choices.take(choices.below(60)));
            case 13 -> speak("\r\nERROR\r\n".getBytes(StandardCharsets.ISO_8859_1));
            case 14 -> {
                speak(NEWS[choices.below(NEWS.length)].getBytes(StandardCharsets.ISO_8859_1));
                speak(bytes);
            }
            case 15 -> {
                // nothing at all
            }
            default -> speak(bytes);
        }
    }

    private void speak(byte[] bytes) {
        if (said.length() < MAX_SAID) {
            said.append(new String(bytes, StandardCharsets.ISO_8859_1));
            channel.say(Duration.ZERO, bytes);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}

package dev.ipcommand.modem.at;

import dev.ipcommand.modem.at.FinalResultCode.Kind;
import dev.ipcommand.modem.connection.ModemConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine alone, in virtual time, against a modem that says whatever a fuzzer chose: single bytes, results, prompts,
 * blocks, and the texts of commands that are not in flight. What must hold nevertheless is checked where it happens.
 */
final class HostileRun implements AtEffects {
    private static final Duration PROMPT_DEADLINE = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** A command waits for those before it, and for the engine to get in step after each of them. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int MAX_COMMANDS = 12;
    private static final int LINES_OF_EVIDENCE = 60;
    private static final int MAX_CHOICES = 120;
    private static final Set<String> OWN_LINES =
            Set.of("AT", "ATQ0V1", "ATV1", "AT+CMEE?", "AT+CGMM", "AT+CSCS?", "AT+CGSN");
    private static final String[] PHRASES = {
        "\r\nOK\r\n",
        "\r\nERROR\r\n",
        "\r\n> ",
        "\r\n>",
        "\r\nSEND OK\r\n",
        "\r\nSEND FAIL\r\n",
        "\r\n+CME ERROR: 3\r\n",
        "\r\n+CMEE: 2\r\n",
        "\r\nRX100\r\n",
        "\r\n+CSCS: \"IRA\"\r\n",
        "\r\n861107031234561\r\n",
        "\r\nRDY\r\n",
        "\r\n+CREG: 5\r\n",
        "\r\n+QIURC: \"recv\",0,12,\"100.64.0.1\",6767\r\n",
        "\r\n+QIRD: 4,\"100.64.0.1\",1\r\n",
        "\r\n+CARECV: 5,",
        "\r\n+CIPRXGET: 2,0,2000,0\r\n",
        "\r\n+QIRD: 60000\r\n",
        "\r\nNO CARRIER\r\n",
        "\r\nCONNECT 1\r\n",
        "0\r",
        "\r\n+READ: #\r\n",
        "\r\n+OPEN: #,0\r\n",
        "AT+READ=#\r",
        "AT+SEND=#,20\r",
        "\r\ntext#\r\n"
    };

    private record Asked(Pending pending, long at) {}

    private final FuzzInput choices;
    private final AtEngine engine;
    private final List<Asked> asked = new ArrayList<>();
    private final List<Pending> written = new ArrayList<>();
    private final List<Pending> paid = new ArrayList<>();
    private final List<String> dialogue = new ArrayList<>();
    private final List<Pending> completed = new ArrayList<>();
    private long now = 1_000_000_000L;
    private int numbers;
    private boolean wantsReopening;
    private boolean promptSaid;
    private boolean over;

    HostileRun(FuzzInput choices) {
        this.choices = choices;
        engine = new AtEngine(this, AtTimes.USUAL, ModemConnection.allDialects());
        engine.knowModel("RX100");
    }

    void run() {
        try {
            live();
        } catch (RuntimeException | AssertionError e) {
            int last = Math.max(0, dialogue.size() - LINES_OF_EVIDENCE);
            String lines = String.join("\n", dialogue.subList(last, dialogue.size()));
            throw new AssertionError(e + "\n" + lines, e);
        }
    }

    private void live() {
        engine.opened(now, false);
        if (choices.below(4) > 0) {
            say("\r\nOK\r\n");
            say("\r\n+CMEE: 2\r\n\r\nOK\r\n");
        }
        for (int i = 0; i < MAX_CHOICES && !choices.isUsedUp(); i++) {
            choose();
        }
        babble(PHRASES[choices.below(PHRASES.length)], Duration.ofMillis(200 + 40L * choices.next()));
        for (Asked one : asked) {
            require(one.pending().isComplete(), one.pending().command() + " hangs in " + engine.state());
        }
        end();
    }

    private void choose() {
        switch (choices.below(8)) {
            case 0, 1 -> ask();
            case 2 -> say(choices.take(choices.below(40)));
            case 3, 4 -> say(phrase());
            case 5 -> advance(Duration.ofMillis(10L * choices.next()));
            case 6 -> advance(Duration.ofMillis(500L * choices.below(64)));
            default -> {
                if (!asked.isEmpty()) {
                    Pending one = asked.get(choices.below(asked.size())).pending();
                    if (!written.contains(one)) {
                        engine.withdraw(one);
                        asked.removeIf(other -> other.pending() == one);
                    }
                }
            }
        }
    }

    private String phrase() {
        return PHRASES[choices.below(PHRASES.length)].replace("#", Integer.toString(100 + choices.below(MAX_COMMANDS)));
    }

    private void ask() {
        if (numbers < MAX_COMMANDS) {
            Pending pending = new Pending(command(100 + numbers++));
            asked.add(new Asked(pending, now));
            engine.submit(pending, now);
            settle();
        }
    }

    private AtCommand<?> command(int number) {
        AtCommand.Builder builder =
                switch (choices.below(4)) {
                    case 0 -> AtCommand.line("AT+READ=" + number).claims(Claim.prefixes("+READ: " + number));
                    case 1 -> AtCommand.line("AT+TEXT=" + number).claims(Claim.FREE_TEXT);
                    case 2 ->
                        AtCommand.line("AT+OPEN=" + number)
                                .delayedResult(line -> line.startsWith("+OPEN: " + number + ","));
                    default -> send(number, 1 + choices.below(40), choices.below(4) == 0);
                };
        return builder.deadline(DEADLINE).build();
    }

    private static AtCommand.Builder send(int number, int length, boolean escape) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'p');
        return AtCommand.line("AT+SEND=" + number + "," + length)
                .payload(new Payload(payload, '>', PROMPT_DEADLINE, WINDOW, escape))
                .endsWith(Kind.SEND_OK, Kind.SEND_FAIL, Kind.ERROR, Kind.CME_ERROR)
                .urgent();
    }

    private void say(String text) {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void say(byte[] bytes) {
        for (byte b : bytes) {
            promptSaid |= b == '>';
        }
        note(" < ", bytes);
        engine.bytes(bytes, 0, bytes.length, now);
        settle();
    }

    /** The same over and over, never silent for long: it is no excuse for a command to hang. */
    private void babble(String phrase, Duration every) {
        String said = phrase.replace("#", "100");
        long until = now + PATIENCE.toNanos();
        while (now < until && asked.stream().anyMatch(one -> !one.pending().isComplete())) {
            say(said);
            advance(every);
        }
    }

    private void advance(Duration time) {
        long until = now + time.toNanos();
        int still = 0;
        for (long wait = engine.nanosToNext(now); now <= until; wait = engine.nanosToNext(now)) {
            if (wait == AtEngine.NEVER || now + wait > until) {
                break;
            }
            still = wait == 0 ? still + 1 : 0;
            require(still < 50, "ticks on the spot in " + engine.state());
            now += wait;
            engine.tick(now);
            settle();
        }
        now = until;
        engine.tick(now);
        settle();
    }

    /** What a port does after each call, and what must be so then. */
    private void settle() {
        while (wantsReopening) {
            wantsReopening = false;
            engine.opened(now, true);
        }
        Pending last = written.isEmpty() ? null : written.get(written.size() - 1);
        if (last != null && !last.isComplete()) {
            long allowed = last.command().payload() == null
                    ? DEADLINE.toNanos()
                    : DEADLINE.plus(PROMPT_DEADLINE).toNanos();
            require(now - last.startedAt <= allowed, last.command() + " outlives its deadline in " + engine.state());
        }
    }

    private void end() {
        over = true;
        if (choices.below(2) == 0) {
            engine.portGone("unplugged");
        }
        engine.close();
        Pending late = new Pending(AtCommand.line("AT+LATE").build());
        engine.submit(late, now);
        engine.tick(now += PATIENCE.toNanos());
        require(late.isComplete(), "nothing waits for a closed port");
        require(engine.nanosToNext(now) == AtEngine.NEVER, "a closed engine has nothing to do");
    }

    private void note(String direction, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n");
        dialogue.add((now - 1_000_000_000L) / 1_000_000 + " ms " + engine.state() + direction + text);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    // ---- what the engine does

    @Override
    public void write(byte[] bytes) {
        require(!over, "writes to a closed port");
        note(" > ", bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.endsWith("\r")) {
            writeLine(text.substring(0, text.length() - 1));
        } else if (!text.equals("\u001b")) {
            writePayload(bytes);
        }
    }

    private void writeLine(String line) {
        for (Pending one : written) {
            require(one.isComplete(), "one at a time: " + line + " during " + one.command());
        }
        if (!OWN_LINES.contains(line)) {
            Pending mine = find(line);
            require(mine != null, "never asked: " + line);
            require(!written.contains(mine), "written twice: " + line);
            written.add(mine);
            promptSaid = false;
        }
    }

    private @Nullable Pending find(String line) {
        for (Asked one : asked) {
            if (one.pending().command().line().equals(line)) {
                return one.pending();
            }
        }
        return null;
    }

    private void writePayload(byte[] bytes) {
        require(!written.isEmpty(), "a payload of nothing");
        Pending mine = written.get(written.size() - 1);
        require(mine.command().payload() != null, "a payload of " + mine.command());
        byte[] all = AtEngine.payloadOf(mine).bytes();
        require(promptSaid, "a payload without a prompt");
        require(!paid.contains(mine), "a payload twice");
        paid.add(mine);
        boolean tail = bytes.length <= all.length
                && Arrays.equals(bytes, Arrays.copyOfRange(all, all.length - bytes.length, all.length));
        require(tail && (bytes.length == all.length || mine.isComplete()), "the payload or what is missing of it");
    }

    @Override
    public void complete(Pending pending) {
        require(pending.isComplete(), "complete");
        require(!completed.contains(pending), "completed twice: " + pending.command());
        completed.add(pending);
    }

    @Override
    public void publish(Urc urc) {
        byte[] data = urc.data();
        require(urc.text().length() <= AtLexer.MAX_LINE, "a line's bound");
        require(data == null || data.length <= AtLexer.MAX_BLOCK, "a block's bound");
    }

    @Override
    public void reopen() {
        wantsReopening = true;
    }

    @Override
    public void ready() {}

    @Override
    public void deaf() {}
}

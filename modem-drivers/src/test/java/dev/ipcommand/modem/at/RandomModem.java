package dev.ipcommand.modem.at;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A modem that answers in order but whenever it likes, in pieces, with URCs between its lines. It keeps account of what it
 * was sent: bytes that reach the wrong place are violations.
 */
final class RandomModem implements VirtualChannel.Peer {
    static final Duration DEADLINE = Duration.ofSeconds(3);
    static final Duration PROMPT_DEADLINE = Duration.ofSeconds(2);
    static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration MODEM_WINDOW = Duration.ofSeconds(9);

    private final Random random;
    private final boolean echo;
    private final boolean typeAhead;
    private final boolean sloppyBlank;
    final List<String> violations = new ArrayList<>();
    /** Final results as they were said, by command number. */
    final Map<Integer, String> said = new HashMap<>();

    private final Map<Integer, byte[]> payloads = new HashMap<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Deque<Byte> typedAhead = new ArrayDeque<>();
    private boolean busy;
    private int countingFor = -1;
    private int toCount;
    private boolean losesByte;
    private int generation;
    private final ByteArrayOutputStream counted = new ByteArrayOutputStream();
    private long quietUntil;

    RandomModem(Random random) {
        this.random = random;
        this.echo = random.nextInt(4) == 0;
        this.typeAhead = random.nextBoolean();
        this.sloppyBlank = random.nextBoolean();
    }

    void expectPayload(int number, byte[] bytes) {
        payloads.put(number, bytes);
    }

    @Override
    public void hear(byte[] bytes, VirtualChannel channel) {
        for (byte b : bytes) {
            hear(b, channel);
        }
    }

    private void hear(byte b, VirtualChannel channel) {
        if (busy) {
            if (typeAhead) {
                typedAhead.add(b);
            }
        } else if (countingFor >= 0) {
            count(b, channel);
        } else if (b == '\r') {
            String command = line.toString(StandardCharsets.ISO_8859_1);
            line.reset();
            if (echo) {
                say(channel, command + "\r");
            }
            perform(command, channel);
        } else {
            line.write(b);
        }
    }

    private void count(byte b, VirtualChannel channel) {
        if (losesByte) {
            losesByte = false;
            return;
        }
        counted.write(b);
        if (counted.size() < toCount) {
            return;
        }
        int number = countingFor;
        countingFor = -1;
        checkPrefix(number);
        later(channel, pickDelay(), () -> {
            if (random.nextInt(4) == 0) {
                finish(channel, number, "SEND FAIL", "");
            } else {
                finish(channel, number, "SEND OK", "");
            }
        });
    }

    private void checkPrefix(int number) {
        byte[] expected = payloads.getOrDefault(number, new byte[0]);
        byte[] got = counted.toByteArray();
        boolean lostOne = expected.length == toCount && !Arrays.equals(got, Arrays.copyOf(expected, got.length));
        if (lostOne && !Arrays.equals(got, Arrays.copyOfRange(expected, 1, 1 + got.length))) {
            violations.add("payload of " + number + " holds " + Arrays.toString(got));
        }
        counted.reset();
    }

    private void perform(String command, VirtualChannel channel) {
        switch (command) {
            case "AT", "ATQ0V1", "ATV1" -> reply(channel, short_(), "\r\nOK\r\n");
            case "AT+CMEE?" -> reply(channel, fenceDelay(), "\r\n+CMEE: 2\r\n\r\nOK\r\n");
            case "AT+CSCS?" -> reply(channel, fenceDelay(), "\r\n+CSCS: \"GSM\"\r\n\r\nOK\r\n");
            case "AT+CGSN" -> reply(channel, fenceDelay(), "\r\n861107031234561\r\n\r\nOK\r\n");
            case "AT+CGMM" -> reply(channel, fenceDelay(), "\r\nRX100\r\n\r\nOK\r\n");
            default -> performNumbered(command, channel);
        }
    }

    private void performNumbered(String command, VirtualChannel channel) {
        if (!command.matches("AT\\+(READ|DO|TEXT|OPEN|SEND)=[0-9]+(,[0-9]+)?")) {
            violations.add("not a command: " + command);
            return;
        }
        String name = command.substring(3, command.indexOf('='));
        String[] arguments = command.substring(command.indexOf('=') + 1).split(",", -1);
        int number = Integer.parseInt(arguments[0]);
        boolean fails = random.nextInt(5) == 0;
        later(channel, pickDelay(), () -> {
            if (fails) {
                finish(channel, number, "+CME ERROR: " + number, "");
                return;
            }
            switch (name) {
                case "READ" -> finish(channel, number, "OK", "+READ: " + number);
                case "TEXT" -> finish(channel, number, "OK", "text" + number);
                case "OPEN" -> open(channel, number);
                case "SEND" -> prompt(channel, number, Integer.parseInt(arguments[1]));
                default -> finish(channel, number, "OK", "");
            }
        });
    }

    private void open(VirtualChannel channel, int number) {
        String result = "+OPEN: " + number + ",0";
        if (random.nextBoolean()) {
            finish(channel, number, "OK", result);
        } else {
            finish(channel, number, "OK", "");
            say(channel, "\r\n" + result + "\r\n");
        }
    }

    private void prompt(VirtualChannel channel, int number, int length) {
        say(channel, sloppyBlank ? "\r\n>" : "\r\n> ");
        busy = false;
        countingFor = number;
        toCount = length;
        losesByte = random.nextInt(8) == 0;
        int mine = ++generation;
        channel.later(MODEM_WINDOW, () -> {
            if (countingFor == number && generation == mine) {
                countingFor = -1;
                checkPrefix(number);
                if (random.nextBoolean()) {
                    said.put(number, "ERROR");
                    say(channel, "\r\nERROR\r\n");
                }
                drainTypedAhead(channel);
            }
        });
        drainTypedAhead(channel);
    }

    private void finish(VirtualChannel channel, int number, String result, String text) {
        said.put(number, result);
        if (!text.isEmpty()) {
            say(channel, "\r\n" + text + "\r\n");
            chatter(channel);
        }
        say(channel, "\r\n" + result + "\r\n");
        idle(channel);
    }

    private void reply(VirtualChannel channel, Duration delay, String bytes) {
        later(channel, delay, () -> {
            say(channel, bytes);
            idle(channel);
        });
    }

    private void later(VirtualChannel channel, Duration delay, Runnable task) {
        busy = true;
        if (random.nextInt(3) == 0) {
            chatter(channel);
        }
        channel.later(delay, task);
    }

    private void idle(VirtualChannel channel) {
        busy = false;
        drainTypedAhead(channel);
    }

    private void drainTypedAhead(VirtualChannel channel) {
        while (!busy && !typedAhead.isEmpty()) {
            hear(typedAhead.remove(), channel);
        }
    }

    private void chatter(VirtualChannel channel) {
        if (random.nextInt(2) == 0) {
            say(channel, "\r\n+URC: " + random.nextInt(100) + "\r\n");
        } else if (random.nextInt(4) == 0) {
            say(channel, "\r\n+BLOCK: 8\r\n\r\nOK\r\n>>");
        }
    }

    /** Says it in pieces, never overtaking what was said before. */
    private void say(VirtualChannel channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < bytes.length) {
            int end = random.nextInt(3) == 0 ? bytes.length : at + 1 + random.nextInt(bytes.length - at);
            quietUntil = Math.max(quietUntil, channel.now())
                    + Duration.ofMillis(random.nextInt(6)).toNanos();
            channel.say(Duration.ofNanos(quietUntil - channel.now()), Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
    }

    /** Around the deadlines, early as late. */
    private Duration pickDelay() {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> short_();
            case 3 -> Duration.ofMillis(1900 + random.nextInt(1300));
            case 4 -> Duration.ofMillis(2900 + random.nextInt(200));
            default -> Duration.ofMillis(3000 + random.nextInt(6000));
        };
    }

    private Duration fenceDelay() {
        return random.nextInt(6) == 0 ? Duration.ofMillis(900 + random.nextInt(1500)) : short_();
    }

    private Duration short_() {
        return Duration.ofMillis(random.nextInt(30));
    }
}

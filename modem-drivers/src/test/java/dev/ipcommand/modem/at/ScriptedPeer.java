package dev.ipcommand.modem.at;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A modem of a few lines: each command has its answers, to be said in turn; bytes that are no command are kept. */
public final class ScriptedPeer implements VirtualChannel.Peer {
    private record Answer(Duration delay, String bytes) {}

    private final Map<String, List<List<Answer>>> answers = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();

    public ScriptedPeer() {
        always("AT", "\r\nOK\r\n");
        always("AT+CMEE?", "\r\n+CMEE: 2\r\n\r\nOK\r\n");
    }

    /** From now on, whenever it is asked. */
    public ScriptedPeer always(String command, String bytes) {
        answers.put(command, new ArrayList<>(List.of(List.of(new Answer(Duration.ZERO, bytes)))));
        return this;
    }

    public ScriptedPeer never(String command) {
        answers.put(command, new ArrayList<>(List.of(List.of())));
        return this;
    }

    /** Says these, each after its delay in milliseconds: {@code 100, "OK", 30000, "late"}. */
    public ScriptedPeer timed(String command, Object... delaysAndBytes) {
        List<Answer> said = new ArrayList<>();
        for (int i = 0; i < delaysAndBytes.length; i += 2) {
            said.add(new Answer(
                    Duration.ofMillis(((Number) delaysAndBytes[i]).longValue()), (String) delaysAndBytes[i + 1]));
        }
        answers.put(command, new ArrayList<>(List.of(said)));
        return this;
    }

    /** First this, then that; the last one for good. */
    public ScriptedPeer inTurn(String command, String... bytes) {
        List<List<Answer>> turns = new ArrayList<>();
        for (String one : bytes) {
            turns.add(List.of(new Answer(Duration.ZERO, one)));
        }
        answers.put(command, turns);
        return this;
    }

    /** Every command line and every other write, in order. */
    public List<String> heard() {
        return heard;
    }

    @Override
    public void hear(byte[] bytes, VirtualChannel channel) {
        line.append(new String(bytes, StandardCharsets.ISO_8859_1));
        String said = line.toString();
        String key = said.endsWith("\r") ? said.substring(0, said.length() - 1) : said;
        heard.add(key);
        line.setLength(0);
        List<List<Answer>> turns = answers.get(key);
        if (turns == null) {
            channel.say("\r\nERROR\r\n");
            return;
        }
        List<Answer> now = turns.size() > 1 ? turns.remove(0) : turns.get(0);
        now.forEach(answer -> channel.say(answer.delay(), answer.bytes().getBytes(StandardCharsets.ISO_8859_1)));
    }
}

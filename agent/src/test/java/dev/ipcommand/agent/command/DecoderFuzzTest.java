package dev.ipcommand.agent.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ipcommand.agent.command.Arrival.BadId;
import dev.ipcommand.agent.command.Arrival.Malformed;
import dev.ipcommand.agent.command.Arrival.Routed;
import dev.ipcommand.agent.command.Arrival.Signed;
import dev.ipcommand.agent.command.Arrival.Text;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.config.AgentConfig.Route;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What holds for any datagram. Runs over the saved inputs; {@code JAZZER_FUZZ=1} looks for more (docs/security.md). */
class DecoderFuzzTest {
    private static final Decoder PLAIN = new Decoder(List.of());
    private static final Decoder ROUTED = new Decoder(List.of(
            new Route("$CMD,".getBytes(ISO_8859_1), "legacy", ReplyMode.RAW),
            new Route(new byte[0], "rest", ReplyMode.RAW)));

    @FuzzTest(maxDuration = "3m")
    void shouldSayWhatEveryDatagramIs(byte[] datagram) {
        int length = datagram.length;
        Arrival arrival = PLAIN.decode(datagram, length);
        boolean utf8 = isUtf8(datagram);
        String all = new String(datagram, ISO_8859_1);

        require((length > 1300) == (arrival == Malformed.TOO_LONG), "only what is too long is");
        require((length == 0) == (arrival == Malformed.EMPTY), "only what is empty is");
        require(utf8 || arrival != Malformed.NOT_TEXT, "what is not UTF-8 is called so");
        require(!utf8 || arrival != Malformed.NOT_UTF8, "what is UTF-8 is not called otherwise");
        if (arrival instanceof Text text) {
            require(utf8, "text is UTF-8");
            require(all.equals(rebuilt(text, all)), "a text's parts are all of it");
        } else if (arrival instanceof BadId badId) {
            require(utf8 && all.startsWith(badId.name() + "#"), "a name is repeated as it came");
            require(badId.name().matches("[a-z][a-z0-9._-]{0,63}"), "nothing but a name is repeated");
        } else if (arrival instanceof Signed) {
            require(all.matches("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*"), "a token's shape");
        }
        require(!(arrival instanceof Routed), "there is no route");

        Arrival routed = ROUTED.decode(datagram, length);
        if (routed instanceof Routed to && !to.route().handler().equals("rest")) {
            require(all.startsWith("$CMD,"), "a route gets what begins with its prefix");
        } else if (length <= 1300) {
            boolean claimed = arrival instanceof Text || arrival instanceof BadId || arrival instanceof Signed;
            require(claimed == !(routed instanceof Routed), "a catch-all takes what nothing else claims");
        }
    }

    private static String rebuilt(Text text, String all) {
        String head = text.name() + (text.id() == null ? "" : "#" + text.id());
        require(head.matches("[a-z][a-z0-9._-]{0,63}(#[A-Za-z0-9_-]{1,32})?"), "a name and an id");
        String separator = all.substring(head.length(), text.argumentsOffset());
        require(List.of("", ":", ": ", " ").contains(separator), "one separator");
        return head + separator + all.substring(text.argumentsOffset());
    }

    private static boolean isUtf8(byte[] datagram) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(datagram));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}

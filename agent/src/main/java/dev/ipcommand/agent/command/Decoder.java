package dev.ipcommand.agent.command;

import dev.ipcommand.agent.command.Arrival.BadId;
import dev.ipcommand.agent.command.Arrival.Malformed;
import dev.ipcommand.agent.command.Arrival.Routed;
import dev.ipcommand.agent.command.Arrival.Signed;
import dev.ipcommand.agent.command.Arrival.Text;
import dev.ipcommand.agent.config.AgentConfig.Route;
import dev.ipcommand.handler.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what a datagram is. The first that matches:
 *
 * <ol>
 *   <li>more than 1300 bytes: too long, whatever the routes say
 *   <li>the longest non-empty route prefix that it begins with (of equal ones, the first in the file)
 *   <li>a signed token's shape
 *   <li>text
 *   <li>the route with the empty prefix, which also takes an empty datagram
 *   <li>malformed
 * </ol>
 *
 * <p>Text, after which {@code args} are all remaining bytes, unchanged:
 *
 * <pre>text = name [ "#" id ] [ ":" [SP] args | SP args | end ]</pre>
 *
 * <p><b>Threading.</b> Immutable: any thread. <b>Failures.</b> None: every datagram is something.
 */
public final class Decoder {
    private static final Signed SIGNED = new Signed();

    private final byte[][] prefixes;
    private final Routed[] routed;
    private final @Nullable Routed catchAll;

    /** @param routes in the order of the configuration */
    public Decoder(List<Route> routes) {
        List<Route> byLength = routes.stream()
                .filter(route -> route.prefix().length > 0)
                .sorted(Comparator.comparing((Route route) -> route.prefix().length)
                        .reversed())
                .toList();
        prefixes = byLength.stream().map(Route::prefix).toArray(byte[][]::new);
        routed = byLength.stream().map(Routed::new).toArray(Routed[]::new);
        catchAll = routes.stream()
                .filter(route -> route.prefix().length == 0)
                .findFirst()
                .map(Routed::new)
                .orElse(null);
    }

    /**
     * Decodes one datagram.
     *
     * @param datagram a buffer that begins with it; only read, and not kept
     * @param length its length, which may be more than the buffer holds if it was cut
     */
    public Arrival decode(byte[] datagram, int length) {
        if (length > Reply.MAX_BYTES || length > datagram.length) {
            return Malformed.TOO_LONG;
        }
        for (int i = 0; i < prefixes.length; i++) {
            if (startsWith(datagram, length, prefixes[i])) {
                return routed[i];
            }
        }
        if (isSigned(datagram, length)) {
            return SIGNED;
        }
        Arrival text = text(datagram, length);
        if (text != null) {
            return text;
        }
        if (catchAll != null) {
            return catchAll;
        }
        if (length == 0) {
            return Malformed.EMPTY;
        }
        return Utf8.isWellFormed(datagram, 0, length) ? Malformed.NOT_TEXT : Malformed.NOT_UTF8;
    }

    /**
     * Decodes the command inside a signed token, which is never itself a token.
     *
     * @param text whether it claims to be text; else it is for a route
     * @return null if it is not what it claims to be
     */
    public @Nullable Arrival decodeSigned(byte[] command, boolean text) {
        if (text) {
            return text(command, command.length);
        }
        for (int i = 0; i < prefixes.length; i++) {
            if (startsWith(command, command.length, prefixes[i])) {
                return routed[i];
            }
        }
        return catchAll;
    }

    private static boolean startsWith(byte[] datagram, int length, byte[] prefix) {
        if (length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (datagram[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** RFC 7515 §7.1: a protected header begins with <code>{"</code>, which is {@code eyJ} in base64url. */
    private static boolean isSigned(byte[] datagram, int length) {
        if (length < 5 || datagram[0] != 'e' || datagram[1] != 'y' || datagram[2] != 'J') {
            return false;
        }
        int dots = 0;
        for (int i = 3; i < length; i++) {
            if (datagram[i] == '.') {
                dots++;
            } else if (!CommandGrammar.isIdPart(datagram[i])) {
                return false;
            }
        }
        return dots == 2;
    }

    private static @Nullable Arrival text(byte[] datagram, int length) {
        if (length == 0 || !CommandGrammar.isLower(datagram[0])) {
            return null;
        }
        int nameEnd = 1;
        while (nameEnd < length && nameEnd < CommandGrammar.MAX_NAME && CommandGrammar.isNamePart(datagram[nameEnd])) {
            nameEnd++;
        }
        boolean hasId = nameEnd < length && datagram[nameEnd] == '#';
        if (!hasId && !isHeadEnd(datagram, length, nameEnd)) {
            return null;
        }
        if (!Utf8.isWellFormed(datagram, nameEnd, length)) {
            return null;
        }
        String name = ascii(datagram, 0, nameEnd);
        if (!hasId) {
            return new Text(name, null, argumentsOffset(datagram, length, nameEnd));
        }
        int idStart = nameEnd + 1;
        int idEnd = idStart;
        while (idEnd < length && idEnd - idStart < CommandGrammar.MAX_ID && CommandGrammar.isIdPart(datagram[idEnd])) {
            idEnd++;
        }
        if (idEnd == idStart || !isHeadEnd(datagram, length, idEnd)) {
            return new BadId(name);
        }
        return new Text(name, ascii(datagram, idStart, idEnd), argumentsOffset(datagram, length, idEnd));
    }

    private static boolean isHeadEnd(byte[] datagram, int length, int at) {
        return at == length || datagram[at] == ':' || datagram[at] == ' ';
    }

    private static int argumentsOffset(byte[] datagram, int length, int headEnd) {
        if (headEnd == length) {
            return length;
        }
        boolean spaceAfterColon = datagram[headEnd] == ':' && headEnd + 1 < length && datagram[headEnd + 1] == ' ';
        return headEnd + (spaceAfterColon ? 2 : 1);
    }

    private static String ascii(byte[] datagram, int from, int to) {
        return new String(datagram, from, to - from, StandardCharsets.ISO_8859_1);
    }
}

package dev.ipcommand.handler;

import java.net.InetSocketAddress;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * One command as it reached a handler. Immutable; any thread may read it.
 */
public interface IpCommand {
    /** The name of the handler it was sent to. */
    String name();

    /** The sender's id, 1 to 32 characters of {@code A-Z a-z 0-9 - _}; empty if the command has none. */
    Optional<String> id();

    /** All bytes after the head (text) or of the whole datagram (route), 0 to 1300, unchanged. A fresh copy each call. */
    byte[] arguments();

    /**
     * The arguments as text.
     *
     * @throws CharacterCodingException if they are not well-formed UTF-8; never replaced by {@code U+FFFD}
     */
    String text() throws CharacterCodingException;

    /** How it arrived. */
    CommandForm form();

    /** The id of the key that signed it; {@code "-"} if it was not signed. */
    String principal();

    /** Where the datagram came from, if the data path tells. Can be forged: never a proof of anything. */
    Optional<InetSocketAddress> source();
}

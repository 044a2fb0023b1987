package dev.ipcommand.stub.command;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes identifiers: two capitals and 32 lower-case hex digits, not to be guessed. Threading: safe. */
public final class Sids {
    private final SecureRandom random = new SecureRandom();

    /** A new identifier of this kind. */
    public String next(String prefix) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}

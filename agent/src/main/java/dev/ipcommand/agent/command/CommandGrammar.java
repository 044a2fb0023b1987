package dev.ipcommand.agent.command;

/**
 * The words of the text form.
 *
 * <pre>
 * name = lower *63( lower / DIGIT / "-" / "_" / "." )
 * id   = 1*32( ALPHA / DIGIT / "-" / "_" )
 * </pre>
 */
public final class CommandGrammar {
    /** The longest name, in characters. */
    public static final int MAX_NAME = 64;

    /** The longest id, in characters. */
    public static final int MAX_ID = 32;

    private CommandGrammar() {}

    /** Whether a text is a valid name. */
    public static boolean isName(CharSequence text) {
        int length = text.length();
        if (length == 0 || length > MAX_NAME || !isLower(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!isNamePart(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isNamePart(int c) {
        return isLower(c) || isDigit(c) || c == '-' || c == '_' || c == '.';
    }

    /** Also the alphabet of base64url (RFC 4648 §5). */
    static boolean isIdPart(int c) {
        return isLower(c) || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-' || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}

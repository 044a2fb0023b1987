package dev.ipcommand.modem.at;

import dev.ipcommand.modem.at.FinalResultCode.Kind;

/** What a line can be told to be by its looks alone. */
final class LineKind {
    private LineKind() {}

    /** The words that end a dialled call are news when no call is being dialled. */
    static boolean isOnlyEverFinal(FinalResultCode code) {
        return code.kind() != Kind.NO_CARRIER && code.kind() != Kind.POWER_DOWN && code.kind() != Kind.CONNECT;
    }

    /** Line noise of a wrong speed or a modem being switched on: fewer than half of the characters can be printed. */
    static boolean isNoise(String text) {
        int printable = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ' ' && text.charAt(i) <= '~') {
                printable++;
            }
        }
        return printable * 2 < text.length();
    }

    /** {@code +NAME: …} and its kin are never free text unless claimed by name. */
    static boolean isMarked(String text) {
        return text.length() > 1 && "+*^$%#".indexOf(text.charAt(0)) >= 0 && Character.isLetter(text.charAt(1));
    }
}

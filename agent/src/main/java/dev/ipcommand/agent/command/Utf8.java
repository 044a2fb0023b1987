package dev.ipcommand.agent.command;

/** Well-formed UTF-8 (Unicode, table 3-7): no overlong form, no surrogate, nothing above U+10FFFF, nothing cut short. */
final class Utf8 {
    private Utf8() {}

    static boolean isWellFormed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int lead = bytes[at];
            if (lead >= 0) {
                at++;
                continue;
            }
            int length = sequenceLength(lead & 0xFF);
            if (length == 0 || at + length > to || !isSecondByte(lead & 0xFF, bytes[at + 1] & 0xFF)) {
                return false;
            }
            for (int i = 2; i < length; i++) {
                if ((bytes[at + i] & 0xC0) != 0x80) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }

    /** 0 for a byte that cannot begin a sequence: a continuation, an overlong lead (C0, C1), or above U+10FFFF. */
    private static int sequenceLength(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        if (lead < 0xE0) {
            return 2;
        }
        return lead < 0xF0 ? 3 : 4;
    }

    /** The second byte is where overlong forms, surrogates and too large values show. */
    private static boolean isSecondByte(int lead, int second) {
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= lowest && second <= highest;
    }
}

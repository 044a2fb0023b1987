package dev.ipcommand.modem.command;

import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.Claim;
import dev.ipcommand.modem.at.text.AtLine;
import dev.ipcommand.modem.at.text.AtParameters;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The card's list of networks that have refused it, EF-FPLMN 6F7B (31.102 §4.2.16), by {@code +CRSM} (27.007 §8.18): three bytes
 * a network, {@code FFFFFF} for none. At least four of them; a card may have room for more.
 */
public final class ForbiddenNetworks {
    /** The length that every card has at least. */
    public static final int USUAL_LENGTH = 12;

    /** 40 networks: what fits in one command line. */
    private static final int MAX_LENGTH = 120;

    private static final String FILE = "28539";
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private ForbiddenNetworks() {}

    /**
     * What the card said (ETSI 102 221 §10.2).
     *
     * @param sw1 90 and 91 (hexadecimal) done, 6C wrong length
     * @param sw2 with 6C: the right length
     * @param data hexadecimal digits, upper case; may be empty
     */
    public record CardAnswer(int sw1, int sw2, String data) {
        /** Whether the card did it: with news for the modem (91) and with internal retries (63, 92) too. */
        public boolean isDone() {
            return sw1 == 0x90 || sw1 == 0x91 || sw1 == 0x92 || sw1 == 0x63;
        }

        /** Whether a card that was to write may have done so: a memory fault (65) comes from trying. */
        public boolean mayHaveWritten() {
            return isDone() || sw1 == 0x65;
        }

        /** The length that the card wants to be read with, if it says so. */
        public OptionalInt wantedLength() {
            return sw1 == 0x6C && sw2 > 0 ? OptionalInt.of(sw2) : OptionalInt.empty();
        }

        /** Whether the data are a list and name a network. */
        public boolean namesAny() {
            return isDone() && data.matches("(?:[0-9A-F]{2})+") && !data.matches("F+");
        }
    }

    /** {@code 176}, READ BINARY. */
    public static AtCommand<CardAnswer> read(int length) {
        return access("AT+CRSM=176," + FILE + ",0,0," + length);
    }

    /** {@code 192}, GET RESPONSE: the file's length, in the form of a SIM (51.011 §9.2.1) or a UICC (102 221 §11.1.1.3). */
    public static AtCommand<OptionalInt> readLength() {
        return AtCommand.line("AT+CRSM=192," + FILE + ",0,0,15")
                .claims(Claim.prefixes("+CRSM:"))
                .deadline(DEADLINE)
                .parsedBy(r -> {
                    CardAnswer answer = answer(r.last("+CRSM:").orElse(""));
                    return answer.isDone() ? lengthOf(answer.data()) : OptionalInt.empty();
                });
    }

    /** {@code 214}, UPDATE BINARY: no network in any place. */
    public static AtCommand<CardAnswer> clear(int length) {
        return access(AtLine.set("AT+CRSM")
                .number(214)
                .number(Integer.parseInt(FILE))
                .number(0)
                .number(0)
                .number(length)
                .quoted("FF".repeat(length))
                .toString());
    }

    /** Whether a file of that length can be a list of networks that is read and written at once. */
    public static boolean isPlausible(int length) {
        return length > 0 && length <= MAX_LENGTH && length % 3 == 0;
    }

    private static AtCommand<CardAnswer> access(String line) {
        return AtCommand.line(line)
                .claims(Claim.prefixes("+CRSM:"))
                .deadline(DEADLINE)
                .parsedBy(r -> answer(r.last("+CRSM:").orElse("")));
    }

    private static CardAnswer answer(String text) {
        AtParameters p = AtParameters.of(text);
        return new CardAnswer(
                p.requireNumber(0), p.number(1).orElse(0), p.text(2).strip().toUpperCase(Locale.ROOT));
    }

    static OptionalInt lengthOf(String hex) {
        if (!hex.matches("(?:[0-9A-F]{2}){4,255}")) {
            return OptionalInt.empty();
        }
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes[0] == 0x62) {
            return lengthOfTemplate(bytes).map(OptionalInt::of).orElse(OptionalInt.empty());
        }
        boolean sim = bytes.length >= 6 && bytes[4] == 0x6F && bytes[5] == 0x7B;
        return sim ? OptionalInt.of(number(bytes, 2, 2)) : OptionalInt.empty();
    }

    /** File control parameters: tag 80 holds the file's size. */
    private static Optional<Integer> lengthOfTemplate(byte[] bytes) {
        int at = bytes[1] == (byte) 0x81 ? 3 : 2;
        while (at + 1 < bytes.length) {
            int length = bytes[at + 1] & 0xFF;
            int end = at + 2 + length;
            if (bytes[at] == (byte) 0x80 && length >= 1 && length <= 2 && end <= bytes.length) {
                return Optional.of(number(bytes, at + 2, length));
            }
            at = end;
        }
        return Optional.empty();
    }

    private static int number(byte[] bytes, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }
}

package dev.ipcommand.agent.doctor;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What a modem tells, by name; what is not known is an empty text. Immutable; holds no identities. */
public final class Telling {
    /** The names, which are also those of the {@code doctor} request of the control socket. */
    public enum Name {
        MODEL,
        DRIVER,
        /** {@code yes} or {@code no}: UDP sockets of its own. */
        SOCKETS,
        /** {@code ready}, {@code pin needed} … */
        SIM,
        /** The first seven digits of the card's number: who issued it, not which card it is. */
        ISSUER,
        /** {@code ROAMING}, {@code SEARCHING} … */
        REGISTRATION,
        /** A number of 24.301 §9.9.3.9 or 24.008 §10.5.5.14. */
        REJECT_CAUSE,
        /** A number of 27.007 §10.1.22. */
        ACCESS_TECHNOLOGY,
        RSSI_DBM,
        RSRP_DBM,
        /** Of the context that the agent uses, as the modem has it. */
        APN,
        /** Of that context. */
        ADDRESS,
        /** Which of {@code PSM} and {@code eDRX} are on; {@code off} if none is. */
        SLEEP;

        /** For JSON. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Telling NOTHING = new Telling(Map.of());

    private static final int ISSUER_DIGITS = 7;

    private final Map<Name, String> texts;

    private Telling(Map<Name, String> texts) {
        this.texts = texts;
    }

    /** Takes what it knows and passes over the rest. */
    public static Telling of(Map<String, String> byKey) {
        Map<Name, String> texts = new EnumMap<>(Name.class);
        for (Name name : Name.values()) {
            texts.put(name, byKey.getOrDefault(name.key(), ""));
        }
        return new Telling(texts);
    }

    /** Who issued a card. */
    public static String issuerOf(String iccid) {
        return iccid.length() < ISSUER_DIGITS ? "" : iccid.substring(0, ISSUER_DIGITS);
    }

    public String get(Name name) {
        return texts.getOrDefault(name, "");
    }

    boolean is(Name name, String value) {
        return get(name).equalsIgnoreCase(value);
    }

    boolean knows(Name name) {
        return !get(name).isEmpty();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}

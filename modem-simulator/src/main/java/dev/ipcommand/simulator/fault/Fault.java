package dev.ipcommand.simulator.fault;

import java.util.Locale;
import java.util.Optional;

/**
 * The ways in which this modem can misbehave. Each names the real modem or bug that it imitates.
 *
 * <p>A {@link Kind#STATE} fault is on until cleared, a {@link Kind#COUNTED} one spends its count, an {@link Kind#EVENT}
 * happens when it is asked for.
 */
public enum Fault {
    F1(
            "echo-stuck",
            Kind.STATE,
            0,
            "",
            "modems that open with a stored ATE1 profile and USB ports whose echo is set per port"),
    F2(
            "chopped",
            Kind.STATE,
            20,
            "",
            "slow UARTs and USB bridges that deliver one byte a read; argument: longest gap in ms"),
    F3("urc-inside", Kind.STATE, 0, "", "EC25 and SIM7600 printing +CSQ and +CREG between echo, answer and OK"),
    F4("noise", Kind.STATE, 64, "", "BG96 and A76xx at power-up or after a baud change; argument: bytes of noise"),
    F5("reboot", Kind.EVENT, 0, "", "a brown-out: the modem is back with RDY and no word about the lost sockets"),
    F6(
            "no-prompt",
            Kind.COUNTED,
            1,
            "error",
            "SIM7600 and EC25 under load: error, never (no prompt), silence (prompt, then nothing)"),
    F7(
            "result-place",
            Kind.STATE,
            30,
            "late",
            "SIMCom before OK, Quectel after it, congested cells late: before, after, late; argument: seconds"),
    F8("glued", Kind.STATE, 0, "bare", "firmware without CRLF after pushed data, the next URC follows: bare, crlf"),
    F9("one-urc", Kind.STATE, 2, "", "BG96 buffer mode: two datagrams, one URC; argument: datagrams to wait for"),
    F10("split-read", Kind.STATE, 0, "", "u-blox 1024-byte reads; no effect on the models of this simulator"),
    F11("hostile-payload", Kind.EVENT, 0, "", "payloads that look like OK, URCs, prompts and end patterns"),
    F12(
            "send-fail",
            Kind.COUNTED,
            3,
            "full",
            "uplink buffer full (SEND FAIL; +CIPSEND: 0,n,0; ERROR of CASEND) or link gone: full, gone"),
    F13(
            "imsi-swap",
            Kind.EVENT,
            5,
            "",
            "the multi-IMSI applet: SIM refresh, new IMSI, new address; argument: seconds without SIM"),
    F14("denied", Kind.EVENT, 360, "", "a visited network refusing the IMSI (+CEREG: 3); argument: seconds"),
    F15("long-search", Kind.EVENT, 1800, "", "no coverage (+CEREG: 2); argument: seconds"),
    F16("tty-gone", Kind.EVENT, 10, "", "USB re-enumeration: the tty is back under another number; argument: seconds"),
    F17("sim-busy", Kind.COUNTED, 5, "", "+CME ERROR: 14 while the SIM starts"),
    F18(
            "slow-activate",
            Kind.COUNTED,
            1,
            "149",
            "QIACT, NETOPEN and CNACT near their maximum; second argument: seconds"),
    F19("numeric-results", Kind.STATE, 0, "", "a profile stored with ATV0"),
    F20(
            "urc-storm",
            Kind.COUNTED,
            1,
            "200",
            "hundreds of +CSQ lines in a second during a send; second argument: lines"),
    F21("id-in-use", Kind.COUNTED, 1, "", "sockets that outlive their context (+QIOPEN: 0,563; +CASERVER: 0,12)"),
    F22("silent-address", Kind.EVENT, 0, "", "re-attach by the network: a new address and no URC"),
    CONTEXT_LOST(
            "context-lost",
            Kind.EVENT,
            0,
            "",
            "the network takes the context away: pdpdeact, NETWORK CLOSED, DEACTIVE"),
    ENDPOINT_CLOSED(
            "endpoint-closed", Kind.EVENT, 0, "", "a socket closed from within: +QIURC closed, +IPCLOSE, +CASTATE 0"),
    SILENT_REBOOT(
            "silent-reboot", Kind.EVENT, 0, "", "a UART modem on auto-baud, a USB port opened late: no RDY at all"),
    STUCK_DATA(
            "stuck-data",
            Kind.EVENT,
            0,
            "attach",
            "a network that keeps a dead session: activation fails until attach, search, radio, reboot or power"),
    STUCK_REGISTRATION(
            "stuck-registration",
            Kind.EVENT,
            2,
            "search",
            "a full FPLMN list or a hung stack: until search, radio, reboot, power; argument: +CEREG stat, 2 or 3"),
    DEAF(
            "deaf",
            Kind.EVENT,
            0,
            "reboot",
            "a hung AT task: nothing is answered until reboot (blind), power or time; argument: seconds at most"),
    BLACK_HOLE(
            "black-hole",
            Kind.EVENT,
            0,
            "activate",
            "a bearer dropped silently while roaming: until activate, attach … or time; argument: seconds at most"),
    REPLUG(
            "replug",
            Kind.EVENT,
            3,
            "other",
            "USB re-enumeration under the same or the other number; argument: seconds"),
    CARD_SWAP("card-swap", Kind.EVENT, 5, "", "somebody changes the SIM; argument: seconds without one");

    /** How long a fault lasts. */
    public enum Kind {
        /** On until cleared. */
        STATE,
        /** On until it has happened as often as its count says. */
        COUNTED,
        /** Happens at once. */
        EVENT
    }

    private final String label;
    private final Kind kind;
    private final int number;
    private final String word;
    private final String imitates;

    Fault(String label, Kind kind, int number, String word, String imitates) {
        this.label = label;
        this.kind = kind;
        this.number = number;
        this.word = word;
        this.imitates = imitates;
    }

    /** Its name in words. */
    public String label() {
        return label;
    }

    /** How long it lasts. */
    public Kind kind() {
        return kind;
    }

    /** The number it takes if none is given. */
    public int defaultNumber() {
        return number;
    }

    /** The word it takes if none is given. */
    public String defaultWord() {
        return word;
    }

    /** The real modem or bug behind it. */
    public String imitates() {
        return imitates;
    }

    /** Finds a fault by id ({@code F2}) or name ({@code chopped}), in any case. */
    public static Optional<Fault> find(String idOrName) {
        String wanted = idOrName.strip().toLowerCase(Locale.ROOT);
        for (Fault fault : values()) {
            if (fault.label.equals(wanted)
                    || fault.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}

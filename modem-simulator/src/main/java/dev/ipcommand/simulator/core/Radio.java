package dev.ipcommand.simulator.core;

import dev.ipcommand.simulator.at.Terminal;
import dev.ipcommand.simulator.fault.Variants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Registration with the network and its three reports. Used on the modem's timeline only. */
public final class Radio {
    /** 27.007 §10.1.22: the values of stat that occur here. */
    public enum Stat {
        /** Not registered, not searching. */
        IDLE(0),
        /** Searching. */
        SEARCHING(2),
        /** Refused by the network. */
        DENIED(3),
        /** Registered, roaming: the normal state of a Super SIM. */
        ROAMING(5);

        private final int value;

        Stat(int value) {
            this.value = value;
        }

        /** Its number. */
        public int value() {
            return value;
        }
    }

    private final Model model;
    private final Terminal terminal;
    private final Variants variants;
    private final Map<String, Integer> reports = new LinkedHashMap<>();
    private Stat stat = Stat.IDLE;
    private long searchingSince;
    private int cell = 0x0A1B2C3D;
    private int registrations;

    Radio(Model model, Terminal terminal, Variants variants) {
        this.model = model;
        this.terminal = terminal;
        this.variants = variants;
        reset();
    }

    /** Back to what a restart leaves. */
    void reset() {
        for (String prefix : List.of("+CREG", "+CGREG", "+CEREG")) {
            reports.put(prefix, 0);
        }
        stat = Stat.IDLE;
    }

    /** Where registration stands. */
    public Stat stat() {
        return stat;
    }

    /** Whether registered. */
    public boolean isRegistered() {
        return stat == Stat.ROAMING;
    }

    /** How often it has registered. */
    public int registrations() {
        return registrations;
    }

    /** When the search that still goes on began. */
    public long searchingSince() {
        return searchingSince;
    }

    /** The access technology. */
    public int accessTechnology() {
        return model.accessTechnology();
    }

    /** Chooses a report: n of {@code +CREG=n}. */
    public void report(String prefix, int n) {
        reports.put(prefix, n);
    }

    /** Changes the state and reports it. */
    void change(Stat next, long now) {
        if (next == stat) {
            return;
        }
        if (next == Stat.ROAMING) {
            registrations++;
            cell++;
        } else if (stat == Stat.ROAMING || stat == Stat.IDLE) {
            searchingSince = now;
        }
        stat = next;
        for (Map.Entry<String, Integer> report : reports.entrySet()) {
            if (report.getValue() > 0) {
                terminal.urc(unsolicited(report.getKey()));
            }
        }
    }

    /** The line of {@code +CREG?}: with n. */
    public String read(String prefix) {
        int n = reports.getOrDefault(prefix, 0);
        return prefix + ": " + n + "," + String.join(",", fields(n, true));
    }

    /** The unsolicited line: without n. */
    public String unsolicited(String prefix) {
        return prefix + ": " + String.join(",", fields(reports.getOrDefault(prefix, 0), false));
    }

    private List<String> fields(int n, boolean read) {
        List<String> fields = new ArrayList<>();
        fields.add(Integer.toString(stat.value));
        if (n >= 2 && isRegistered()) {
            String code = "%08X".formatted(cell);
            fields.add(quoted("2F01"));
            if (n == 4 && read) {
                // BG96 keeps a place for rac in the answer to a read, not in the URC (QAT).
                fields.add(quoted(""));
            }
            fields.add(quoted(code.substring(code.length() - model.cellDigits())));
            fields.add(Integer.toString(model.accessTechnology()));
            if (n == 4) {
                fields.addAll(List.of("", "", quoted("00000000"), quoted("00000000")));
            }
        }
        return fields;
    }

    private String quoted(String value) {
        boolean quotes = model.quotedRegistration() && variants.is("quotes", "on");
        return quotes ? "\"" + value + "\"" : value;
    }
}

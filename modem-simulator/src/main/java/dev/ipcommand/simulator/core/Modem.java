package dev.ipcommand.simulator.core;

import dev.ipcommand.simulator.at.ByteSink;
import dev.ipcommand.simulator.at.CommandTable;
import dev.ipcommand.simulator.at.Exchange;
import dev.ipcommand.simulator.at.Interpreter;
import dev.ipcommand.simulator.at.SerialSettings;
import dev.ipcommand.simulator.at.Terminal;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import dev.ipcommand.simulator.fault.Faults;
import dev.ipcommand.simulator.fault.Variants;
import dev.ipcommand.simulator.fault.Violation;
import dev.ipcommand.simulator.fault.Violations;
import dev.ipcommand.simulator.network.PacketNetwork;
import dev.ipcommand.simulator.network.UdpStack;
import dev.ipcommand.simulator.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A modem: power, functionality level, SIM, radio, session, and the port that the command sets are installed on.
 *
 * <p><b>Threading.</b> Everything happens on the timeline that it was made with.
 */
public final class Modem {
    private static final long EARLY_REBOOT_MILLIS = 20 * 60_000L;

    /** What a modem is made of. */
    public record Parts(
            Model model,
            Timing timing,
            Variants variants,
            Faults faults,
            Violations violations,
            Timeline timeline,
            PacketNetwork network,
            UdpStack sockets,
            SimCard sim,
            Random random,
            ByteSink out) {}

    /** Whether it runs. */
    public enum Power {
        /** Off: nothing is heard or said. */
        OFF,
        /** Starting: what the DTE sends is lost. */
        BOOTING,
        /** Running. */
        ON
    }

    private final Parts parts;
    private final SerialSettings settings = new SerialSettings();
    private final CommandTable table = new CommandTable();
    private final Terminal terminal;
    private final Interpreter interpreter;
    private final Radio radio;
    private final DataSession session;
    private final Map<String, String> saved = new TreeMap<>();
    private final Map<String, Long> counters = new TreeMap<>();
    private final List<Dialect> dialects = new ArrayList<>();
    private Power power = Power.OFF;
    private int functionality = 1;
    private boolean eventReports;
    private int epoch;
    private int search;
    private int boots;
    private long deafUntil;
    private long outageUntil;
    private Radio.Stat outage = Radio.Stat.SEARCHING;

    /** A modem that is off. */
    public Modem(Parts parts) {
        this.parts = parts;
        terminal = new Terminal(parts.out, settings, parts.variants, parts.faults);
        interpreter = new Interpreter(new Interpreter.Parts(
                parts.timeline,
                terminal,
                settings,
                table,
                parts.variants,
                parts.faults,
                parts.violations,
                parts.model.lineLimit()));
        radio = new Radio(parts.model, terminal, parts.variants);
        session = new DataSession(parts.timeline, parts.network);
        session.onLoss(this::contextsLost);
        interpreter.intrudeWith(name -> name.equals("+CSQ") ? "+CREG: 5,\"1A2B\",\"1A2D001\",7" : "+CSQ: 17,99");
    }

    /** Adds a command set that wants to hear of restarts and losses. */
    public void add(Dialect dialect) {
        dialects.add(dialect);
    }

    /** The commands. */
    public CommandTable table() {
        return table;
    }

    /** What it was made of. */
    public Parts parts() {
        return parts;
    }

    /** Its port. */
    public Terminal terminal() {
        return terminal;
    }

    /** Its port's settings. */
    public SerialSettings settings() {
        return settings;
    }

    /** Its interpreter. */
    public Interpreter interpreter() {
        return interpreter;
    }

    /** Its radio. */
    public Radio radio() {
        return radio;
    }

    /** Its packet session. */
    public DataSession session() {
        return session;
    }

    /** What outlives a restart, by command name. */
    public Map<String, String> saved() {
        return saved;
    }

    /** Counts an event for status. */
    public void count(String what, long more) {
        counters.merge(what, more, Long::sum);
    }

    /** All counts. */
    public Map<String, Long> counters() {
        return counters;
    }

    /** Whether it runs. */
    public Power power() {
        return power;
    }

    /** How often it has started. */
    public int boots() {
        return boots;
    }

    /** {@code +CFUN}. */
    public int functionality() {
        return functionality;
    }

    /** Whether {@code +CGEREP} asked for {@code +CGEV}. */
    public void reportEvents(boolean on) {
        eventReports = on;
    }

    /** The command sets, for status and faults. */
    public List<Dialect> dialects() {
        return dialects;
    }

    /** Runs a task later, unless the modem restarts meanwhile. */
    public Timeline.Timer later(long millis, Runnable task) {
        int now = epoch;
        return parts.timeline.after(millis, () -> {
            if (now == epoch) {
                task.run();
            }
        });
    }

    /** Bytes from the DTE. */
    public void receive(byte[] bytes) {
        if (power == Power.ON && parts.timeline.now() >= deafUntil) {
            interpreter.receive(bytes);
        } else {
            count("ignored_bytes", bytes.length);
        }
    }

    /** The DTE has opened the port. */
    public void opened() {
        count("opens", 1);
        if (power == Power.ON) {
            noise();
        }
    }

    /** Hears nothing for a while. */
    public void deafFor(long millis) {
        deafUntil = parts.timeline.now() + millis;
    }

    /** Powers up, or restarts without a word. */
    public void start() {
        stop();
        power = Power.BOOTING;
        boots++;
        later(parts.timing.boot(), this::boot);
    }

    /** Powers off without a word; saved settings stay. */
    public void stop() {
        epoch++;
        search++;
        power = Power.OFF;
        functionality = 1;
        eventReports = false;
        interpreter.reset();
        settings.reset(parts.model.defaultErrorFormat());
        radio.reset();
        session.end();
        dialects.forEach(Dialect::restarted);
    }

    private void boot() {
        noise();
        terminal.raw(new byte[parts.model.bootNuls()]);
        power = Power.ON;
        if (parts.faults.isOn(Fault.F19)) {
            settings.setVerbose(false);
        }
        long step = 0;
        for (String line : parts.model.boot()) {
            if (!dialects.stream().allMatch(dialect -> dialect.announces(line))) {
                continue;
            }
            later(step, () -> terminal.delayedResult(line));
            step += Timing.BOOT_STEP;
        }
        beginSearch();
    }

    private void noise() {
        FaultOrder order = parts.faults.order(Fault.F4).orElse(null);
        if (order == null) {
            return;
        }
        parts.faults.count(Fault.F4);
        byte[] noise = new byte[Math.max(0, Math.min(order.number(), 4096))];
        int[] kinds = {0x00, 0xFF, -1};
        for (int i = 0; i < noise.length; i++) {
            int kind = kinds[parts.random.nextInt(kinds.length)];
            noise[i] = (byte) (kind < 0 ? 0x80 | parts.random.nextInt(0x80) : kind);
        }
        terminal.raw(noise);
    }

    /** A reboot that the DTE asked for: {@code OK} has left already. */
    public void rebootOnRequest() {
        long searching = parts.timeline.now() - radio.searchingSince();
        // Refused by every network is a search too: the applet's timer runs, and only time helps (facts §14.2).
        boolean out = radio.stat() == Radio.Stat.SEARCHING || radio.stat() == Radio.Stat.DENIED;
        if (out && searching < EARLY_REBOOT_MILLIS && radio.searchingSince() > 0) {
            parts.violations.record(Violation.EARLY_REBOOT, "after " + searching / 1000 + " s");
        }
        start();
    }

    /** {@code +CFUN=n}. */
    public void setFunctionality(int level) {
        if (level == functionality) {
            return;
        }
        functionality = level;
        search++;
        if (level == 1) {
            beginSearch();
        } else {
            session.lose();
            radio.change(Radio.Stat.IDLE, parts.timeline.now());
        }
    }

    /** Deregisters ({@code +COPS=2}) or searches again ({@code +COPS=0}). */
    public void select(boolean automatic) {
        search++;
        if (!automatic) {
            session.lose();
            radio.change(Radio.Stat.IDLE, parts.timeline.now());
        } else if (!radio.isRegistered()) {
            beginSearch();
        }
    }

    /** Whether the SIM answers, or the error of 27.007 §9.2 that it gives; spends F17. */
    public int simError() {
        if (functionality == 0 && parts.model.simNeedsRadio()) {
            return 13;
        }
        if (!parts.sim.isPresent()) {
            return 10;
        }
        return parts.faults.spend(Fault.F17).isPresent() ? 14 : 0;
    }

    private void beginSearch() {
        int mine = ++search;
        if (functionality != 1 || !parts.sim.isPresent() || radio.isRegistered()) {
            return;
        }
        long now = parts.timeline.now();
        boolean out = now < outageUntil;
        radio.change(out ? outage : Radio.Stat.SEARCHING, now);
        later(out ? outageUntil - now : parts.timing.search(), () -> {
            if (mine == search && functionality == 1) {
                radio.change(Radio.Stat.ROAMING, parts.timeline.now());
            }
        });
    }

    /** No network for a while; contexts live through the first 10 s. */
    public void loseRegistration(Radio.Stat stat, long millis) {
        outage = stat;
        outageUntil = parts.timeline.now() + millis;
        search++;
        radio.change(stat, parts.timeline.now());
        if (millis > 10_000) {
            session.lose();
        }
        beginSearch();
    }

    /** The applet takes another IMSI: the SIM is away for a while. */
    public void swapImsi(long millis) {
        parts.sim.setPresent(false);
        search++;
        terminal.urc("+CPIN: NOT READY");
        session.lose();
        radio.change(Radio.Stat.IDLE, parts.timeline.now());
        parts.timeline.after(millis, () -> {
            parts.sim.swapImsi();
            parts.sim.setPresent(true);
            if (power == Power.ON) {
                dialects.forEach(Dialect::simRefreshed);
                terminal.urc("+CPIN: READY");
                beginSearch();
            }
        });
    }

    private void contextsLost(Set<Integer> contexts) {
        count("contexts_lost", contexts.size());
        for (int context : contexts) {
            if (eventReports) {
                terminal.urc("+CGEV: NW PDN DEACT " + context);
            }
        }
        dialects.forEach(dialect -> dialect.contextsLost(contexts));
    }

    /**
     * Ends a command with {@code OK} and a result line of its own, in the order that dialect, variant and F7 want.
     *
     * @param before whether the dialect puts the line first
     */
    public void endWithResult(Exchange exchange, String line, boolean before) {
        FaultOrder order = parts.faults.order(Fault.F7).orElse(null);
        String place = order == null ? (before ? "before" : "after") : order.word();
        if (place.equals("before")) {
            exchange.info(line);
            exchange.ok();
        } else if (place.equals("late") && order != null) {
            exchange.ok();
            parts.faults.count(Fault.F7);
            later(order.number() * 1000L, () -> terminal.delayedResult(line));
        } else {
            exchange.ok();
            terminal.delayedResult(line);
        }
    }
}

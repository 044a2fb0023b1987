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
            String imei,
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
    private final Search search;
    private final Outages outages = new Outages();
    private final Map<String, String> saved = new TreeMap<>();
    private final Map<String, Long> counters = new TreeMap<>();
    private final List<Dialect> dialects = new ArrayList<>();
    private Power power = Power.OFF;
    private int functionality = 1;
    private boolean eventReports;
    private int epoch;
    private int boots;
    private long deafUntil;
    private boolean quiet;
    private boolean swallowing;
    private boolean detached;

    /** A modem that is off. */
    public Modem(Parts parts) {
        this.parts = parts;
        terminal = new Terminal(this::say, settings, parts.variants, parts.faults);
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
        search = new Search(this);
        interpreter.intrudeWith(name -> name.equals("+CSQ") ? "+CREG: 5,\"1A2B\",\"1A2D001\",7" : "+CSQ: 17,99");
    }

    private void say(byte[] bytes) {
        if (!outages.isOn(Outages.Kind.DEAF)) {
            parts.out.write(bytes);
        }
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

    /** Its search for a network. */
    public Search search() {
        return search;
    }

    /** What is broken until the DTE does something about it. */
    public Outages outages() {
        return outages;
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
        // Deaf until a restart, it still hears: a DTE may restart it blindly.
        boolean hears = outages.cure(Outages.Kind.DEAF).orElse(Outages.Cure.REBOOT) == Outages.Cure.REBOOT;
        if (power == Power.ON && hears && parts.timeline.now() >= deafUntil) {
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

    /** Powers up, or restarts without a word about what is lost. */
    public void start() {
        stop();
        heal(Outages.Cure.REBOOT);
        power = Power.BOOTING;
        boots++;
        later(parts.timing.boot(), this::boot);
    }

    /** Restarts, and no boot message tells of it. */
    public void startQuietly() {
        start();
        quiet = true;
    }

    /** Powers off without a word; saved settings stay. */
    public void stop() {
        epoch++;
        search.stop();
        power = Power.OFF;
        functionality = 1;
        eventReports = false;
        quiet = false;
        detached = false;
        parts.sim.supplyLost();
        interpreter.reset();
        settings.reset(parts.model.defaultErrorFormat());
        radio.reset();
        session.end();
        dialects.forEach(Dialect::restarted);
    }

    /** The supply is cut, or the reset line pulled: nothing survives that. */
    public void cutPower() {
        stop();
        heal(Outages.Cure.POWER);
    }

    private void boot() {
        power = Power.ON;
        if (!quiet) {
            noise();
            terminal.raw(new byte[parts.model.bootNuls()]);
        }
        if (parts.faults.isOn(Fault.F19)) {
            settings.setVerbose(false);
        }
        long step = 0;
        for (String line : quiet ? List.<String>of() : bootLines()) {
            later(step, () -> terminal.delayedResult(line));
            step += Timing.BOOT_STEP;
        }
        search.begin();
    }

    /** With a SIM that is not ready the lines that tell of one differ or are not there. */
    private List<String> bootLines() {
        return parts.model.boot().stream()
                .filter(line -> dialects.stream().allMatch(dialect -> dialect.announces(line)))
                .filter(line -> parts.sim.isReady() || !line.matches(".*(SMS|PB|QUSIM).*"))
                .map(line ->
                        line.startsWith("+CPIN") ? "+CPIN: " + parts.sim.state().text() : line)
                .toList();
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
        search.watchRestart();
        start();
    }

    /** {@code +CFUN=n}. */
    public void setFunctionality(int level) {
        if (level == functionality) {
            return;
        }
        boolean simOff = level == 0 && parts.model.simNeedsRadio();
        if (functionality == 1) {
            search.watchRadioOff();
        }
        functionality = level;
        search.stop();
        if (level == 1) {
            search.watchRadioOn();
            heal(Outages.Cure.RADIO);
            search.begin();
        } else {
            if (simOff) {
                parts.sim.supplyLost();
            }
            session.lose();
            radio.change(Radio.Stat.IDLE, parts.timeline.now());
        }
    }

    /** {@code +CGATT=n}. */
    public void setAttached(boolean on) {
        if (!on) {
            session.lose();
        } else if (detached) {
            heal(Outages.Cure.ATTACH);
        }
        detached = !on;
    }

    /** {@code +CGATT?}. */
    public boolean isAttached() {
        return radio.isRegistered() && !detached;
    }

    /** Whether the network would activate a context now. */
    public boolean mayActivate() {
        return isAttached() && !outages.isOn(Outages.Kind.DATA);
    }

    /** Activates a context: the first one gets a new bearer from the network. */
    public void activate(int context, java.util.function.Consumer<String> then) {
        if (!session.isUp()) {
            heal(Outages.Cure.ACTIVATE);
        }
        session.activate(context, then);
    }

    /** Something stays broken until it is cured or, if not 0, some time has passed. */
    public void breakDown(Outages.Kind kind, Outages.Cure cure, long millis) {
        outages.begin(kind, cure);
        outagesChanged();
        if (millis > 0) {
            parts.timeline.after(millis, () -> {
                outages.end(kind);
                outagesChanged();
            });
        }
    }

    /** The DTE has done what may cure something. */
    void heal(Outages.Cure done) {
        if (outages.heal(done)) {
            outagesChanged();
        }
    }

    private void outagesChanged() {
        boolean everything = outages.isOn(Outages.Kind.BLACK_HOLE);
        if (everything != swallowing) {
            swallowing = everything;
            parts.network.swallow(everything);
        }
    }

    /** How long an activation takes; spends F18. */
    public long activationMillis() {
        FaultOrder slow = parts.faults.spend(Fault.F18).orElse(null);
        if (slow == null) {
            return parts.timing.activate();
        }
        return slow.word().matches("[0-9]{1,4}") ? Long.parseLong(slow.word()) * 1000 : 149_000;
    }

    /** Whether the SIM answers, or the error of 27.007 §9.2 that it gives; spends F17. */
    public int simError() {
        if (functionality == 0 && parts.model.simNeedsRadio()) {
            return SimState.FAILURE.error();
        }
        int error = parts.sim.state().error();
        return error == 0 && parts.faults.spend(Fault.F17).isPresent() ? SimState.BUSY.error() : error;
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

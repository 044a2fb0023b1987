package dev.ipcommand.bench.foreign;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A modem as a table of commands, with the ones every family has. What a family adds, it adds to the table.
 *
 * <p><b>Threading.</b> The table runs on the port's thread; {@link #does} brings a test's orders there.
 */
final class ForeignModem implements AutoCloseable {
    /** How a fault answers a command; {@code normal} is the answer without the fault. */
    interface Fault {
        void meet(ForeignModem modem, Exchange exchange, Runnable normal);
    }

    private record Rule(String pattern, int[] left, Fault fault) {}

    /** What a family does when the modem restarts, loses its context, or speaks of itself. */
    interface Family {
        void install(ForeignModem modem);

        /** The sockets die; what is said about it, is said. */
        void contextLost(ForeignModem modem, boolean quietly);

        void reboot(ForeignModem modem);

        String[] boot();

        /** The socket is closed from outside, with its URC. */
        void socketLost(ForeignModem modem);

        /** The next URC about buffered data gets lost. */
        void forgetAnnouncement();

        /** The next sends fail as with a full buffer. */
        void failSends(int count);
    }

    static final String ICCID = "89883070000000000017";

    private final Set<Freedom> freedoms;
    private final Family family;
    private final Port port;
    private final TreeMap<String, Consumer<Exchange>> table = new TreeMap<>();
    private final List<Rule> rules = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final int[] reporting = new int[3];
    private String address;
    private int stat = 2;
    private int cmee;
    private int cfun = 1;
    private int boots;
    private boolean contextUp;
    private boolean echoStays;
    private int busySim;
    private int firstStat = 5;

    ForeignModem(Path link, String address, Set<Freedom> freedoms, Family family) throws IOException {
        this.freedoms = freedoms;
        this.family = family;
        this.address = address;
        this.port = new Port(
                link, freedoms.contains(Freedom.BYTEWISE), !freedoms.contains(Freedom.NO_TYPE_AHEAD), this::command);
        this.echoStays = freedoms.contains(Freedom.ECHO_STAYS);
        this.contextUp = freedoms.contains(Freedom.CONTEXT_UP);
        this.busySim = freedoms.contains(Freedom.SIM_BUSY) ? 3 : 0;
        port.numeric(freedoms.contains(Freedom.NUMERIC_RESULTS));
        port.payloadEcho(freedoms.contains(Freedom.PAYLOAD_ECHO));
        new Basics(this).install();
        family.install(this);
        port.plug();
        port.later(1, () -> {
            if (has(Freedom.BOOT_NOISE)) {
                port.later(400, this::sayBoot);
            }
            register(firstStat, has(Freedom.CONTEXT_UP) ? 0 : 700);
        });
    }

    boolean has(Freedom freedom) {
        return freedoms.contains(freedom);
    }

    Set<Freedom> freedoms() {
        return freedoms;
    }

    Port port() {
        return port;
    }

    /** Adds a command; the longest beginning that fits a line answers it. */
    void on(String beginning, Consumer<Exchange> answer) {
        table.put(beginning, answer);
    }

    /** Adds a command that firmware may not have. */
    void optional(String beginning, Consumer<Exchange> answer) {
        on(beginning, exchange -> {
            if (has(Freedom.OPTIONAL_UNSUPPORTED)) {
                exchange.cme(4, "operation not supported", cmee);
            } else if (has(Freedom.OPTIONAL_ERROR)) {
                exchange.error();
            } else {
                answer.accept(exchange);
            }
        });
    }

    /** The next commands that match fail in this way. */
    void when(String pattern, int times, Fault fault) {
        rules.add(new Rule(pattern, new int[] {times}, fault));
    }

    /** Waits until every rule was met as often as it was made for. */
    void awaitMet(long millis) throws InterruptedException {
        long start = System.nanoTime();
        while (rules.stream().anyMatch(rule -> rule.left[0] > 0)) {
            if (System.nanoTime() - start > millis * 1_000_000) {
                throw new AssertionError("never sent: " + rules.get(0).pattern + "\n" + port.dialogue());
            }
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Runs something on the modem's thread. */
    void does(Runnable work) {
        port.soon(work);
    }

    private void command(String line) {
        Exchange exchange = new Exchange(port, freedoms, line);
        for (Rule rule : rules) {
            if (rule.left[0] > 0 && line.matches(rule.pattern)) {
                rule.left[0]--;
                rule.fault.meet(this, exchange, () -> answer(exchange));
                return;
            }
        }
        answer(exchange);
    }

    private void answer(Exchange exchange) {
        String line = exchange.line();
        for (var row : table.descendingMap().entrySet()) {
            String beginning = row.getKey();
            if (line.startsWith(beginning) && (beginning.length() > 2 || line.length() == 2)) {
                row.getValue().accept(exchange);
                return;
            }
        }
        exchange.cme(4, "operation not supported", cmee);
    }

    void urc(String text) {
        port.write((has(Freedom.NO_LEADING_LINE_END) ? "" : "\r\n") + Exchange.shaped(text, freedoms) + "\r\n");
    }

    /** A command that reads the ICCID. */
    void iccid(String command, String prefix, String digits) {
        on(command, exchange -> {
            if (has(Freedom.NO_ICCID)) {
                exchange.error();
            } else {
                exchange.info((has(Freedom.BARE_ICCID) ? "" : prefix) + digits).ok();
            }
        });
    }

    int cmee() {
        return cmee;
    }

    void cmee(int value) {
        cmee = value;
    }

    void echo(boolean on) {
        port.echo(on || echoStays);
    }

    int cfun() {
        return cfun;
    }

    /** Radio on or off; on brings a registration after a while. */
    void cfun(int value) {
        int before = cfun;
        cfun = value;
        if (value != 1) {
            stat = 0;
            if (contextUp) {
                loseContext(true);
            }
        } else if (before != 1) {
            stat = 2;
            register(firstStat, 900);
        }
    }

    /** What the network says until a test says otherwise. */
    void firstRegistration(int value) {
        firstStat = value;
    }

    /** Whether the SIM is busy at this question; each one brings its end nearer. */
    boolean simIsBusy() {
        return busySim-- > 0;
    }

    boolean registered() {
        return stat == 1 || stat == 5 || stat == 9 || stat == 10;
    }

    void reporting(int domain, int value) {
        reporting[domain] = value;
    }

    int reporting(int domain) {
        return reporting[domain];
    }

    /** {@code 5,"1A2B","01A2D001",7}, as much of it as this level reports. */
    String registration(int domain) {
        boolean idle = (domain != 1 && has(Freedom.ONLY_CGREG)) || (domain != 0 && has(Freedom.ONLY_CREG));
        int shown = idle ? 0 : stat;
        if (reporting[domain] < 2 || !(shown == 1 || shown >= 5)) {
            return String.valueOf(shown);
        }
        String quote = has(Freedom.UNQUOTED_CELLS) ? "" : "\"";
        return shown + "," + quote + "1A2B" + quote + "," + quote + "01A2D001" + quote + ",7"
                + (!has(Freedom.LONG_REGISTRATION) ? "" : domain == 2 ? ",,,\"00000000\",\"00000000\"" : ",\"01\"");
    }

    /** The network's word, after some time. */
    void register(int value, long millis) {
        port.later(millis, () -> {
            if (cfun == 1 || value == 0) {
                stat = value;
                sayRegistration();
            }
        });
    }

    void sayRegistration() {
        String[] names = {"+CREG: ", "+CGREG: ", "+CEREG: "};
        for (int domain = 0; domain < names.length; domain++) {
            if (reporting[domain] > 0 && !has(Freedom.SILENT_REGISTRATION) && port.inCommandMode()) {
                urc(names[domain] + registration(domain));
            }
        }
    }

    String address() {
        return address;
    }

    /** The device's end for datagrams. */
    InetSocketAddress device(int listener) {
        return new InetSocketAddress(address, listener);
    }

    boolean contextUp() {
        return contextUp;
    }

    void contextUp(boolean up) {
        contextUp = up;
    }

    /** The context is gone. */
    void loseContext(boolean quietly) {
        contextUp = false;
        family.contextLost(this, quietly);
    }

    void loseSocket() {
        family.socketLost(this);
    }

    void loseAnnouncement() {
        family.forgetAnnouncement();
    }

    /** The next activation brings this address. */
    void address(String next) {
        address = next;
    }

    /** The modem restarts by itself and forgets everything. */
    void reboot(long millis) {
        cfun = 0;
        stat = 0;
        contextUp = false;
        cmee = 0;
        boots++;
        for (int i = 0; i < reporting.length; i++) {
            reporting[i] = 0;
        }
        family.reboot(this);
        port.reset();
        port.tolerate(true);
        rules.add(new Rule(".*", new int[] {Integer.MAX_VALUE}, Faults.SILENT));
        port.later(millis, () -> {
            rules.remove(rules.size() - 1);
            port.reset();
            port.tolerate(false);
            cfun = 1;
            stat = 2;
            sayBoot();
            register(firstStat, 900);
        });
    }

    /** The modem restarts within a moment and says nothing about it. */
    void silentReboot() {
        contextUp = false;
        cmee = 0;
        for (int i = 0; i < reporting.length; i++) {
            reporting[i] = 0;
        }
        family.reboot(this);
        port.reset();
    }

    int boots() {
        return boots;
    }

    private void sayBoot() {
        port.write(new byte[] {0, 0, (byte) 0xFF, (byte) 0x80, 0x7E, 0, (byte) 0xF3, 0x15});
        for (String line : family.boot()) {
            port.write("\r\n" + line + "\r\n");
        }
    }

    @Nullable
    String problem() {
        List<String> violations = port.violations();
        return violations.isEmpty() ? null : String.join("; ", violations);
    }

    @Override
    public void close() throws InterruptedException {
        does(() -> family.reboot(this));
        port.close();
    }
}

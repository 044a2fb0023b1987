package dev.ipcommand.agent.config;

import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.power.PowerBoard;
import dev.ipcommand.modem.power.PowerBoards;
import dev.ipcommand.modem.power.PowerLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code [power]}: a known board, changed key by key, or one described by its keys alone. */
final class PowerTable {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final TableReader table;
    private final Optional<PowerBoard> hat;

    private PowerTable(TableReader table) {
        this.table = table;
        this.hat = table.get(PowerSettings.HAT).flatMap(PowerBoards::named);
    }

    /** Empty if no line is named. */
    static Optional<PowerBoard> read(TableReader table) {
        return new PowerTable(table).board();
    }

    private Optional<PowerBoard> board() {
        Optional<PowerBoard.Key> pwrkey = pwrkey(hat.flatMap(PowerBoard::pwrkey));
        Optional<PowerBoard.Pulse> reset = pulse(
                PowerSettings.RESET_LINE,
                PowerSettings.RESET_ACTIVE,
                PowerSettings.RESET_PULSE,
                hat.flatMap(PowerBoard::reset));
        Optional<PowerBoard.Pulse> cut = pulse(
                PowerSettings.CUT_LINE,
                PowerSettings.CUT_ACTIVE,
                PowerSettings.CUT_PULSE,
                hat.flatMap(PowerBoard::cut));
        Optional<PowerLine> status =
                line(PowerSettings.STATUS_LINE, PowerSettings.STATUS_ACTIVE, hat.flatMap(PowerBoard::status));
        PowerBoard.Times times = new PowerBoard.Times(
                table.get(PowerSettings.BOOT)
                        .or(() -> hat.map(board -> board.times().boot()))
                        .orElse(WAIT),
                table.get(PowerSettings.SHUTDOWN)
                        .or(() -> hat.map(board -> board.times().shutdown()))
                        .orElse(WAIT));
        if (pwrkey.isEmpty() && reset.isEmpty() && cut.isEmpty()) {
            return Optional.empty();
        }
        String name = hat.map(PowerBoard::name).orElse("own lines");
        String source = hat.map(PowerBoard::source).orElse("configuration");
        return Optional.of(new PowerBoard(name, pwrkey, reset, cut, status, times, source));
    }

    private Optional<PowerBoard.Key> pwrkey(Optional<PowerBoard.Key> known) {
        Optional<PowerLine> line =
                line(PowerSettings.PWRKEY_LINE, PowerSettings.PWRKEY_ACTIVE, known.map(PowerBoard.Key::line));
        Optional<Duration> on =
                time(PowerSettings.PWRKEY_ON, PowerSettings.PWRKEY_LINE, line, known.map(PowerBoard.Key::on));
        Optional<Duration> off =
                time(PowerSettings.PWRKEY_OFF, PowerSettings.PWRKEY_LINE, line, known.map(PowerBoard.Key::off));
        return line.flatMap(pin -> on.flatMap(start -> off.map(stop -> new PowerBoard.Key(pin, start, stop))));
    }

    private Optional<PowerBoard.Pulse> pulse(
            Setting<Integer> number,
            Setting<Optional<Level>> active,
            Setting<Optional<Duration>> length,
            Optional<PowerBoard.Pulse> known) {
        Optional<PowerLine> line = line(number, active, known.map(PowerBoard.Pulse::line));
        Optional<Duration> time = time(length, number, line, known.map(PowerBoard.Pulse::time));
        return line.flatMap(pin -> time.map(held -> new PowerBoard.Pulse(pin, held)));
    }

    private Optional<PowerLine> line(
            Setting<Integer> number, Setting<Optional<Level>> active, Optional<PowerLine> known) {
        int own = table.get(number);
        Optional<Level> level = table.get(active);
        if (own < 0 && known.isEmpty()) {
            if (level.isPresent()) {
                needs(active.key(), number.key());
            }
            return Optional.empty();
        }
        return Optional.of(new PowerLine(
                own < 0 ? known.orElseThrow().line() : own,
                level.or(() -> known.map(PowerLine::active)).orElse(Level.HIGH)));
    }

    /** A pulse has no default that is right for every modem: too short does nothing, too long may do something else. */
    private Optional<Duration> time(
            Setting<Optional<Duration>> length,
            Setting<Integer> number,
            Optional<PowerLine> line,
            Optional<Duration> known) {
        Optional<Duration> time = table.get(length).or(() -> known);
        if (line.isPresent() && time.isEmpty()) {
            needs(number.key(), length.key());
        } else if (line.isEmpty() && time.isPresent()) {
            needs(length.key(), number.key());
        }
        return time;
    }

    private void needs(String key, String other) {
        table.problem(table.placeOf(key), key, "stands without " + other + ", allowed is both or none");
    }

    /** One use per line: the kernel would refuse the second, at the moment when the modem has to be rescued. */
    static void checkLines(TableReader table, PowerBoard board, Map<String, AgentConfig.Gpio> gpio) {
        Map<Integer, String> users = new LinkedHashMap<>();
        gpio.forEach((name, line) -> users.put(line.line(), "gpio." + name));
        List<String> twice = new ArrayList<>();
        Map<String, Optional<PowerLine>> lines = new LinkedHashMap<>();
        lines.put("pwrkey", board.pwrkey().map(PowerBoard.Key::line));
        lines.put("reset", board.reset().map(PowerBoard.Pulse::line));
        lines.put("cut", board.cut().map(PowerBoard.Pulse::line));
        lines.put("status", board.status());
        lines.forEach((role, line) -> line.ifPresent(pin -> {
            String other = users.putIfAbsent(pin.line(), role);
            if (other != null) {
                twice.add("line " + pin.line() + " is " + role + " and " + other);
            }
        }));
        if (!twice.isEmpty()) {
            String key = PowerSettings.HAT.key();
            table.problem(table.placeOf(key), key, String.join(", ", twice) + ", allowed is one use per line");
        }
    }
}

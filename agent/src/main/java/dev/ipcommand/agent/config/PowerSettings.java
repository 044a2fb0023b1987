package dev.ipcommand.agent.config;

import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.power.PowerBoard;
import dev.ipcommand.modem.power.PowerBoards;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of {@code [power]}. Each says nothing by default: then the board's own holds. */
final class PowerSettings {
    static final Setting<Optional<String>> HAT = new Setting<>(
            "hat",
            ValueTypes.optional(ValueTypes.words(
                    PowerBoards.all().stream().map(PowerBoard::name).toArray(String[]::new))),
            Optional.of(""),
            "The board that carries the modem: its lines and times are known. None was tried on hardware. The other keys of "
                    + "this table change single ones of them, or describe another board by itself.",
            "if a line of the pin header powers or resets the modem");
    static final Setting<Integer> PWRKEY_LINE =
            line("pwrkey_line", "The line (BCM number) that presses the modem's PWRKEY.");
    static final Setting<Optional<Level>> PWRKEY_ACTIVE =
            level("pwrkey_active", "The level on the pin that presses it; high if nothing says otherwise.");
    static final Setting<Optional<Duration>> PWRKEY_ON =
            pulse("pwrkey_on", "How long it is pressed to start the modem.");
    static final Setting<Optional<Duration>> PWRKEY_OFF =
            pulse("pwrkey_off", "How long it is pressed to stop the modem.");
    static final Setting<Integer> RESET_LINE = line("reset_line", "The line that resets the modem.");
    static final Setting<Optional<Level>> RESET_ACTIVE =
            level("reset_active", "The level on the pin that resets it; high if nothing says otherwise.");
    static final Setting<Optional<Duration>> RESET_PULSE = pulse("reset_pulse", "How long it is held in reset.");
    static final Setting<Integer> CUT_LINE = line("cut_line", "The line that takes the modem's supply away.");
    static final Setting<Optional<Level>> CUT_ACTIVE =
            level("cut_active", "The level on the pin that takes it away; high if nothing says otherwise.");
    static final Setting<Optional<Duration>> CUT_PULSE = pulse("cut_pulse", "How long the modem is without supply.");
    static final Setting<Integer> STATUS_LINE = line("status_line", "The line that says whether the modem runs.");
    static final Setting<Optional<Level>> STATUS_ACTIVE =
            level("status_active", "The level on the pin while it runs; high if nothing says otherwise.");
    static final Setting<Optional<Duration>> BOOT =
            wait("boot", "How long to wait after a start or reset; 30s if nothing says otherwise.");
    static final Setting<Optional<Duration>> SHUTDOWN =
            wait("shutdown", "How long to wait after a stop; 30s if nothing says otherwise.");

    static final SettingTable POWER = SettingTable.single(
            "power",
            "Lines of the pin header that power or reset the modem.",
            List.of(
                    HAT,
                    PWRKEY_LINE,
                    PWRKEY_ACTIVE,
                    PWRKEY_ON,
                    PWRKEY_OFF,
                    RESET_LINE,
                    RESET_ACTIVE,
                    RESET_PULSE,
                    CUT_LINE,
                    CUT_ACTIVE,
                    CUT_PULSE,
                    STATUS_LINE,
                    STATUS_ACTIVE,
                    BOOT,
                    SHUTDOWN));

    private PowerSettings() {}

    private static Setting<Integer> line(String key, String doc) {
        return new Setting<>(key, ValueTypes.integer(-1, 57), Optional.of(-1L), doc + " -1 = the HAT's, or none.", "");
    }

    private static Setting<Optional<Level>> level(String key, String doc) {
        return new Setting<>(key, ValueTypes.optional(ValueTypes.constants(Level.class)), Optional.of(""), doc, "");
    }

    private static Setting<Optional<Duration>> pulse(String key, String doc) {
        return new Setting<>(key, ValueTypes.optional(ValueTypes.duration("10ms", "30s")), Optional.of(""), doc, "");
    }

    private static Setting<Optional<Duration>> wait(String key, String doc) {
        return new Setting<>(key, ValueTypes.optional(ValueTypes.duration("100ms", "2m")), Optional.of(""), doc, "");
    }
}

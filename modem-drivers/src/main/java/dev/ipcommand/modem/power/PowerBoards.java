package dev.ipcommand.modem.power;

import dev.ipcommand.modem.gpio.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The boards that are known. Data: a board that is not here, or a revision with other pins, is described in the
 * configuration line by line.
 *
 * <p>Sources: SXB = schematic of Sixfab's 3G/4G/LTE Base Shield V2; SXC = sixfab/core_manager; SXH =
 * sixfab/Sixfab_RPi_CellularIoT_App_Shield, {@code cellulariot.py}; SXP = sixfab/Sixfab_PPP_Installer; RPSE =
 * raspberrypi.stackexchange.com question 103785, which quotes Waveshare's manual; ZEP = Zephyr, {@code modem_cellular.c};
 * PT = Particle Device OS. "Assumed" = found in no source. None was tried on hardware.
 */
public final class PowerBoards {
    private static final PowerBoard.Times SIXFAB = new PowerBoard.Times(seconds(5), seconds(5));

    private static final List<PowerBoard> ALL = List.of(
            new PowerBoard(
                    "sixfab-base-hat",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new PowerBoard.Pulse(high(26), seconds(2))),
                    Optional.empty(),
                    new PowerBoard.Times(seconds(15), seconds(5)),
                    "SXB, SXC: high for 2 s cuts the supply; 15 s until USB is back assumed from an EC25's 13 s"),
            new PowerBoard(
                    "sixfab-cellular-iot-hat",
                    Optional.of(new PowerBoard.Key(high(24), seconds(2), seconds(1))),
                    Optional.empty(),
                    Optional.of(new PowerBoard.Pulse(high(17), seconds(2))),
                    Optional.of(low(23)),
                    SIXFAB,
                    "SXH: lines, enable low = supply; SXP: pulse of 2 s, 5 s, STATUS low = runs; off from PT, BG96 650 ms"
                            + " or more; 2 s without supply assumed"),
            key(
                    "sixfab-cellular-iot-app-shield",
                    new PowerBoard.Key(high(11), seconds(2), seconds(1)),
                    Optional.of(low(20)),
                    SIXFAB,
                    "SXP; off from PT, BG96 650 ms or more"),
            key(
                    "sixfab-gprs-shield",
                    new PowerBoard.Key(high(26), seconds(2), seconds(2)),
                    Optional.of(low(19)),
                    SIXFAB,
                    "SXP; off assumed"),
            key(
                    "sixfab-tracker-hat",
                    new PowerBoard.Key(high(24), seconds(2), seconds(2)),
                    Optional.of(low(23)),
                    SIXFAB,
                    "SXP; off assumed"),
            key(
                    "waveshare-sim7600x-hat",
                    new PowerBoard.Key(high(6), seconds(2), seconds(3)),
                    Optional.empty(),
                    new PowerBoard.Times(seconds(20), seconds(18)),
                    "RPSE: line, by a jumper; times of the vendor's examples, assumed"),
            key(
                    "waveshare-sim7080g-hat",
                    new PowerBoard.Key(high(4), seconds(1), Duration.ofMillis(1500)),
                    Optional.empty(),
                    new PowerBoard.Times(seconds(10), seconds(5)),
                    "line and on assumed; off 1.2 s or more as SIM7000; waits ZEP"),
            key(
                    "waveshare-sim7070g-hat",
                    new PowerBoard.Key(high(4), seconds(1), Duration.ofMillis(1500)),
                    Optional.empty(),
                    new PowerBoard.Times(seconds(10), seconds(5)),
                    "line and on assumed; off 1.2 s or more as SIM7000; waits ZEP"));

    private PowerBoards() {}

    /** In the order of the documentation. */
    public static List<PowerBoard> all() {
        return ALL;
    }

    public static Optional<PowerBoard> named(String name) {
        return ALL.stream().filter(board -> board.name().equals(name)).findFirst();
    }

    private static PowerBoard key(
            String name, PowerBoard.Key pwrkey, Optional<PowerLine> status, PowerBoard.Times times, String source) {
        return new PowerBoard(name, Optional.of(pwrkey), Optional.empty(), Optional.empty(), status, times, source);
    }

    private static PowerLine high(int line) {
        return new PowerLine(line, Level.HIGH);
    }

    private static PowerLine low(int line) {
        return new PowerLine(line, Level.LOW);
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}

package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.session.Phase;
import dev.ipcommand.modem.RejectCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** Antenna, signal, registration. */
final class NetworkChecks {
    /**
     * Below these a modem still works, but loses datagrams and takes long. Estimates: LTE Cat 1 and Cat 4 modules are specified
     * to about -97 to -102 dBm over 10 MHz, which is an RSRP around -125 dBm; the margin is for fading.
     */
    private static final int WEAK_RSRP_DBM = -115;

    private static final int WEAK_RSSI_DBM = -103;
    /** 27.007 §8.5: 0 is -113 dBm or less. */
    private static final int NO_RSSI_DBM = -113;
    /** A new card's first registration may take this long. */
    private static final Duration INSTALL = Duration.ofMinutes(30);

    private static final Map<String, String> TECHNOLOGIES = Map.of(
            "0",
            "GSM",
            "2",
            "UMTS",
            "3",
            "EDGE",
            "4",
            "HSDPA",
            "5",
            "HSUPA",
            "6",
            "HSPA",
            "7",
            "LTE",
            "8",
            "EC-GSM-IoT",
            "9",
            "NB-IoT");

    static final List<Check> ALL = List.of(
            new Check("network.antenna", "whether the antenna hears anything", withSim(NetworkChecks::antenna)),
            new Check("network.signal", "how strong the network is", withSim(NetworkChecks::signal)),
            new Check("network.denied", "whether a network refused", withSim(NetworkChecks::denied)),
            new Check("network.registered", "whether a network took the modem", withSim(NetworkChecks::registered)));

    private NetworkChecks() {}

    private static Function<Facts, Finding> withSim(Function<Facts, Finding> judge) {
        return facts -> {
            String silence = ModemChecks.silence(facts);
            if (silence.isEmpty() && !SimChecks.isReady(facts)) {
                silence = "the SIM is not ready";
            } else if (silence.isEmpty() && !facts.modem().tells().knows(Name.REGISTRATION)) {
                silence = "the modem was not asked yet";
            }
            return silence.isEmpty() ? judge.apply(facts) : Finding.notChecked(silence);
        };
    }

    static boolean isRegistered(Facts facts) {
        Telling tells = facts.modem().tells();
        return tells.is(Name.REGISTRATION, "HOME") || tells.is(Name.REGISTRATION, "ROAMING");
    }

    private static OptionalInt number(Facts facts, Name name) {
        String text = facts.modem().tells().get(name);
        return text.matches("-?[0-9]{1,4}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static boolean hearsNothing(Facts facts) {
        OptionalInt rssi = number(facts, Name.RSSI_DBM);
        return number(facts, Name.RSRP_DBM).isEmpty() && (rssi.isEmpty() || rssi.getAsInt() <= NO_RSSI_DBM);
    }

    private static Finding antenna(Facts facts) {
        if (!hearsNothing(facts)) {
            return Finding.ok(strength(facts));
        }
        return isRegistered(facts)
                ? Finding.notChecked("the modem tells no signal strength")
                : Finding.problem(
                        "the modem hears nothing at all",
                        "is the antenna on the connector for the main antenna (MAIN, not DIV or GNSS), and plugged in until it"
                                + " snaps? is there a network of a kind that the modem speaks?");
    }

    private static String strength(Facts facts) {
        String rssi = facts.modem().tells().get(Name.RSSI_DBM);
        String rsrp = facts.modem().tells().get(Name.RSRP_DBM);
        return (rssi.isEmpty() ? "" : "RSSI " + rssi + " dBm")
                + (rssi.isEmpty() || rsrp.isEmpty() ? "" : ", ")
                + (rsrp.isEmpty() ? "" : "RSRP " + rsrp + " dBm");
    }

    private static Finding signal(Facts facts) {
        if (hearsNothing(facts)) {
            return Finding.notChecked("see network.antenna");
        }
        OptionalInt rsrp = number(facts, Name.RSRP_DBM);
        OptionalInt rssi = number(facts, Name.RSSI_DBM);
        // RSRP is the better of the two: RSSI counts noise as well.
        boolean weak = rsrp.isPresent()
                ? rsrp.getAsInt() <= WEAK_RSRP_DBM
                : rssi.isPresent() && rssi.getAsInt() <= WEAK_RSSI_DBM;
        return weak
                ? Finding.warning(
                        strength(facts) + " is weak (from RSRP " + WEAK_RSRP_DBM + " or RSSI " + WEAK_RSSI_DBM
                                + " dBm downwards)",
                        "move the antenna: outside of metal, near a window, away from the board and its power supply")
                : Finding.ok(strength(facts));
    }

    private static boolean isDenied(Facts facts) {
        return facts.modem().tells().is(Name.REGISTRATION, "DENIED");
    }

    private static Finding denied(Facts facts) {
        if (!isDenied(facts)) {
            return Finding.ok("none did");
        }
        OptionalInt cause = number(facts, Name.REJECT_CAUSE);
        String why = cause.isPresent()
                ? "cause " + cause.getAsInt() + ": " + RejectCause.describe(cause.getAsInt())
                : "it gave no cause";
        return Finding.problem(
                "the network refuses the SIM, " + why + then(facts),
                "in the console: is the Sim active, its Fleet's data on, this country and network in its Network Access Profile?");
    }

    private static Finding registered(Facts facts) {
        Telling tells = facts.modem().tells();
        if (isRegistered(facts)) {
            String number = tells.get(Name.ACCESS_TECHNOLOGY);
            // 27.007 calls it EC-GSM-IoT, Quectel's manual eMTC.
            String technology = number.equals("8") && tells.is(Name.DRIVER, "quectel")
                    ? "LTE Cat-M"
                    : TECHNOLOGIES.getOrDefault(number, "");
            return Finding.ok(tells.get(Name.REGISTRATION) + (technology.isEmpty() ? "" : ", " + technology));
        }
        if (isDenied(facts)) {
            return Finding.notChecked("see network.denied");
        }
        if (hearsNothing(facts)) {
            return Finding.notChecked("see network.antenna");
        }
        Duration time = Session.of(facts).withoutService();
        String found = "the modem is " + tells.get(Name.REGISTRATION) + ", without service for " + time.toMinutes()
                + " min" + then(facts);
        // Each rung enters the state anew, so the time alone may never be long.
        boolean climbed =
                facts.agent().status().map(status -> status.recovery().alarm()).orElse(false);
        return time.compareTo(INSTALL) < 0 && !climbed
                ? Finding.warning(
                        found,
                        "wait: up to " + INSTALL.toMinutes() + " min are normal for a new card or at a new place")
                : Finding.problem(
                        found,
                        "in the console: is the Sim active, and this country in its Network Access Profile? then another place"
                                + " or antenna; does the modem speak the bands and kinds of network that there are?");
    }

    /** What the agent does about it, and when. */
    private static String then(Facts facts) {
        Session session = Session.of(facts);
        if (!session.isIn(Phase.SEARCHING, Phase.BACKING_OFF)) {
            return "";
        }
        return "; the agent looks again" + session.nextTry().replace(", next try", "") + ", its ladder is below";
    }
}

package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.session.Phase;
import java.time.Duration;
import java.util.List;

/** The modem: whether it answers, what it can do, how it is set. */
final class ModemChecks {
    /** The slowest of the field take this long to start. */
    private static final Duration BOOT = Duration.ofSeconds(60);

    static final List<Check> ALL = List.of(
            new Check("modem.answers", "whether the modem answers AT", ModemChecks::answers),
            new Check("modem.sockets", "whether datagrams have a way", ModemChecks::sockets),
            new Check("modem.apn", "the access point name in the modem", ModemChecks::apn),
            new Check("modem.sleep", "whether it sleeps (PSM, eDRX)", ModemChecks::sleep));

    private ModemChecks() {}

    private static Finding answers(Facts facts) {
        Session session = Session.of(facts);
        if (session.withoutModem()) {
            return Finding.notChecked("modem.port is \"none\"");
        }
        if (facts.port().device().isEmpty() || PortChecks.ALL.stream().anyMatch(check -> check.isTrouble(facts))) {
            return Finding.notChecked("see the checks of the port");
        }
        if (facts.modem().tells().knows(Name.MODEL)) {
            return Finding.ok(facts.modem().tells().get(Name.MODEL));
        }
        boolean booting = session.isIn(Phase.SYNCING)
                && session.inState().map(time -> time.compareTo(BOOT) < 0).orElse(true);
        boolean silent = !facts.modem().silence().isEmpty()
                || (session.isIn(Phase.SYNCING, Phase.BACKING_OFF, Phase.INITIALISING, Phase.POWERING) && !booting);
        if (!silent) {
            return Finding.notChecked(
                    facts.modem().unknown().isEmpty()
                            ? "it was not asked yet"
                            : facts.modem().unknown());
        }
        String why = facts.modem().silence().isEmpty()
                ? session.because() + session.nextTry()
                : facts.modem().silence();
        return Finding.problem(why, advice(facts));
    }

    private static String advice(Facts facts) {
        String tty = facts.port()
                .device()
                .map(path -> String.valueOf(path.getFileName()))
                .orElse("");
        if (tty.startsWith("ttyUSB") || tty.startsWith("ttyACM")) {
            return "is this its AT port? try another interface (modem.port = \"by-path:…:N\"); take its power away for 10 s";
        }
        int baud = facts.config().map(config -> config.modem().baud()).orElse(0);
        return "is it switched on (PWRKEY, the HAT's jumper between USB and UART, its lamp)? is modem.baud = " + baud
                + " its speed? are TX and RX crossed?";
    }

    /** Why nothing can be said of what the modem would tell; empty if something can. */
    static String silence(Facts facts) {
        if (Session.of(facts).withoutModem()) {
            return "modem.port is \"none\"";
        }
        if (!facts.modem().tells().knows(Name.MODEL)) {
            return facts.modem().unknown().isEmpty()
                    ? "the modem tells nothing"
                    : facts.modem().unknown();
        }
        return "";
    }

    static Finding sockets(Facts facts) {
        Session session = Session.of(facts);
        String silence = silence(facts);
        if (!silence.isEmpty()) {
            return Finding.notChecked(silence);
        }
        String driver = facts.modem().tells().get(Name.DRIVER);
        boolean without = facts.modem().tells().is(Name.SOCKETS, "no")
                || session.because().contains("has no sockets of its own");
        if (!without || session.isIn(Phase.LISTENING) || isGivenToTheHost(facts)) {
            return Finding.ok("driver " + driver);
        }
        return Finding.problem(
                "driver " + driver
                        + " knows no UDP sockets of this modem, and no interface of this host is configured for it",
                "raise its data connection with pppd, qmicli or NetworkManager and set session.interface; or name the dialect"
                        + " with modem.driver");
    }

    private static boolean isGivenToTheHost(Facts facts) {
        return facts.config()
                .map(AgentConfig::session)
                .map(session ->
                        session.interfaceName().isPresent() || session.address().isPresent())
                .orElse(false);
    }

    private static Finding apn(Facts facts) {
        String wanted = facts.config().map(config -> config.sim().apn()).orElse("");
        String silence = silence(facts);
        if (!silence.isEmpty()) {
            return Finding.notChecked(silence);
        }
        if (!facts.modem().tells().knows(Name.APN)) {
            return facts.modem().asked()
                    ? Finding.notChecked("the modem does not tell it")
                    : Finding.ok("the agent writes " + wanted + " whenever it differs");
        }
        String found = facts.modem().tells().get(Name.APN);
        return found.equalsIgnoreCase(wanted)
                ? Finding.ok(found)
                : Finding.problem(
                        "the modem's context has \"" + found + "\", the configuration \"" + wanted + "\"",
                        "start the agent, which writes it; another program that writes its own has to be told \""
                                + wanted + "\"");
    }

    private static Finding sleep(Facts facts) {
        String sleep = facts.modem().tells().get(Name.SLEEP);
        if (sleep.isEmpty()) {
            String silence = silence(facts);
            return Finding.notChecked(
                    silence.isEmpty()
                            ? "not read while the agent runs; ask: ipcommand at 'AT+CPSMS?', ipcommand at 'AT+CEDRXS?'"
                            : silence);
        }
        return sleep.equals("off")
                ? Finding.ok("it does not")
                : Finding.warning(
                        sleep + " is on: while it sleeps, commands that are sent are lost",
                        "AT+CPSMS=0 and AT+CEDRXS=3 (without an agent, or by: ipcommand at)");
    }
}

package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.session.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The card. */
final class SimChecks {
    /** Longer than a change of its identity takes (a STK REFRESH; the time is an estimate). */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The first seven digits of a Super SIM's number (the platform's page of ICCIDs). */
    private static final Set<String> SUPER_SIM = Set.of("8988307", "8988323", "8910392");

    static final List<Check> ALL = List.of(
            new Check("sim.present", "whether there is a card", asked(SimChecks::present)),
            new Check("sim.pin", "whether it wants a PIN", asked(SimChecks::pin)),
            new Check("sim.puk", "whether it is locked", asked(SimChecks::puk)),
            new Check("sim.state", "whether it works", asked(SimChecks::state)),
            new Check("sim.kind", "whether it is a Super SIM", asked(SimChecks::kind)));

    private SimChecks() {}

    private static Function<Facts, Finding> asked(Function<Facts, Finding> judge) {
        return facts -> {
            String silence = ModemChecks.silence(facts);
            if (silence.isEmpty() && !facts.modem().tells().knows(Name.SIM)) {
                silence = "the card was not asked yet";
            }
            return silence.isEmpty() ? judge.apply(facts) : Finding.notChecked(silence);
        };
    }

    private static boolean is(Facts facts, String state) {
        return facts.modem().tells().is(Name.SIM, state);
    }

    /** Whether its number and a network may be spoken of. */
    static boolean isReady(Facts facts) {
        return is(facts, "ready");
    }

    private static Finding present(Facts facts) {
        return is(facts, "absent")
                ? Finding.problem(
                        "the modem sees no SIM",
                        "take the power away, put the card in as the holder shows (contacts, cut corner), close the holder")
                : Finding.ok("there is one");
    }

    private static Finding pin(Facts facts) {
        if (!is(facts, "pin needed")) {
            return Finding.ok("it does not");
        }
        String because = Session.of(facts).because();
        if (because.contains("refused")) {
            return Finding.problem(
                    "the SIM wants a PIN, and refused the one it was given: " + because,
                    "put the right one into the file of sim.pin_file; the agent does not try the same one again, since three"
                            + " refusals lock the card");
        }
        boolean configured =
                facts.config().flatMap(config -> config.sim().pinFile()).isPresent();
        if (configured && Session.of(facts).isIn(Phase.SIM_WAIT) && !because.isEmpty()) {
            return Finding.problem(
                    "the SIM wants a PIN, and is not given the one of sim.pin_file: " + because,
                    "do what it says; the agent looks again every 30 s");
        }
        return Finding.problem(
                "the SIM wants a PIN",
                "set sim.pin_file to a file with the PIN (mode 0600), or switch the PIN off in a phone; a Super SIM has none");
    }

    private static Finding puk(Facts facts) {
        return is(facts, "puk needed")
                ? Finding.problem(
                        "the SIM wants its PUK: too many wrong PINs",
                        "unblock it in a phone with the PUK of its issuer; the agent never tries")
                : Finding.ok("it is not");
    }

    private static Finding state(Facts facts) {
        String state = facts.modem().tells().get(Name.SIM);
        if (is(facts, "failed")) {
            return Finding.problem(
                    "the modem reports a failure of the SIM",
                    "clean its contacts and put it in again; try another card in this modem, and this card in a phone");
        }
        boolean waiting = is(facts, "busy") || is(facts, "not ready");
        Session session = Session.of(facts);
        Duration time = session.inState().orElse(Duration.ZERO);
        if (waiting && session.isIn(Phase.SIM_WAIT) && time.compareTo(PATIENCE) >= 0) {
            return Finding.problem(
                    "the SIM has been " + state + " for " + time.toSeconds() + " s",
                    "take the modem's power away for 10 s; then as for a SIM that failed");
        }
        return waiting
                ? Finding.notChecked("the SIM is " + state + ", which is normal for a minute")
                : Finding.ok(state);
    }

    private static Finding kind(Facts facts) {
        String issuer = facts.modem().tells().get(Name.ISSUER);
        if (!isReady(facts) || issuer.isEmpty()) {
            return Finding.notChecked("the card's number is not known");
        }
        if (SUPER_SIM.contains(issuer)) {
            return Finding.ok("its number begins with " + issuer);
        }
        String apn = facts.config().map(config -> config.sim().apn()).orElse("");
        return apn.equalsIgnoreCase("super")
                ? Finding.warning(
                        "sim.apn is \"super\", and the card's number begins with " + issuer + ", not with one of "
                                + SUPER_SIM.stream().sorted().toList(),
                        "is it the right card? for another issuer's set sim.apn; IP Commands reach Super SIMs only")
                : Finding.ok("its number begins with " + issuer + ", and sim.apn is \"" + apn + "\"");
    }
}

package dev.ipcommand.simulator.core;

import dev.ipcommand.simulator.core.Outages.Cure;
import dev.ipcommand.simulator.core.Outages.Kind;
import dev.ipcommand.simulator.fault.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The search for a network: how long it takes, what keeps it from ending, and the applet of a multi-IMSI card that waits
 * for its end. Used on the modem's timeline only.
 */
public final class Search {
    private static final long REBOOT_MILLIS = 20 * 60_000L;
    private static final long RADIO_MILLIS = 5 * 60_000L;
    private static final long REFRESH_MILLIS = 2_000;

    private final Modem modem;
    private int search;
    private int applet;
    private long outageUntil;
    private Radio.Stat outage = Radio.Stat.SEARCHING;
    private @Nullable String early;

    Search(Modem modem) {
        this.modem = modem;
    }

    private long now() {
        return modem.parts().timeline().now();
    }

    private Timing timing() {
        return modem.parts().timing();
    }

    /** Power or radio went off: the applet's timer starts anew with the next search. */
    void stop() {
        search++;
        applet++;
    }

    /** Searches, unless there is nothing to search with or for. */
    public void begin() {
        int mine = ++search;
        if (modem.functionality() != 1
                || modem.power() != Modem.Power.ON
                || !modem.parts().sim().isReady()
                || modem.radio().isRegistered()) {
            return;
        }
        boolean stuck = modem.outages().isOn(Kind.REGISTRATION);
        boolean out = stuck || now() < outageUntil;
        modem.radio().change(out ? outage : Radio.Stat.SEARCHING, now());
        armApplet();
        if (stuck) {
            return;
        }
        modem.later(out ? outageUntil - now() : timing().search(), () -> {
            if (mine == search && modem.functionality() == 1) {
                applet++;
                modem.radio().change(Radio.Stat.ROAMING, now());
            }
        });
    }

    /** The applet's timer runs from the start of the search; no later step but a restart of the card changes that. */
    private void armApplet() {
        if (timing().applet() == 0 || applet % 2 == 1) {
            return;
        }
        int mine = ++applet;
        modem.later(timing().scaled(timing().applet()), () -> {
            if (mine == applet) {
                applet++;
                outageUntil = 0;
                modem.outages().end(Kind.REGISTRATION);
                modem.count("applet_switches", 1);
                swapImsi(REFRESH_MILLIS);
            }
        });
    }

    /** Deregisters ({@code +COPS=2}) or searches again ({@code +COPS=0}). */
    public void select(boolean automatic) {
        if (!automatic) {
            search++;
            modem.session().lose();
            modem.radio().change(Radio.Stat.IDLE, now());
        } else if (!modem.radio().isRegistered()) {
            modem.heal(Cure.SEARCH);
            begin();
        }
    }

    /** No network for a while; contexts live through the first 10 s. */
    public void lose(Radio.Stat stat, long millis) {
        outage = stat;
        outageUntil = now() + millis;
        search++;
        modem.radio().change(stat, now());
        if (millis > 10_000) {
            modem.session().lose();
        }
        begin();
    }

    /** No network until something is done about it. */
    void getStuck(Radio.Stat stat, Cure cure) {
        outage = stat;
        modem.outages().begin(Kind.REGISTRATION, cure);
        search++;
        if (modem.radio().isRegistered()) {
            modem.session().lose();
            modem.radio().change(stat, now());
        }
        begin();
    }

    /** The applet takes another IMSI: the SIM is away for a while. */
    public void swapImsi(long millis) {
        away("+CPIN: NOT READY", millis, modem.parts().sim()::swapImsi);
    }

    /** The SIM is taken out and another one put in. */
    public void swapCard(String iccid, long millis) {
        Runnable change = () -> {
            modem.parts().sim().replace(iccid);
            modem.parts().network().card(iccid);
        };
        if (modem.power() == Modem.Power.OFF) {
            change.run();
        } else {
            away("+CPIN: NOT INSERTED", millis, change);
        }
    }

    private void away(String line, long millis, Runnable meanwhile) {
        modem.parts().sim().setPresent(false);
        stop();
        modem.terminal().urc(line);
        modem.session().lose();
        modem.radio().change(Radio.Stat.IDLE, now());
        modem.parts().timeline().after(millis, () -> {
            meanwhile.run();
            modem.parts().sim().setPresent(true);
            if (modem.power() == Modem.Power.ON && modem.parts().sim().isReady()) {
                modem.dialects().forEach(Dialect::simRefreshed);
                modem.terminal().urc("+CPIN: READY");
                begin();
            }
        });
    }

    /** The SIM answers differently from now on, and says so. */
    public void setSim(SimState state, String pin) {
        modem.parts().sim().set(state, pin);
        if (modem.power() != Modem.Power.ON) {
            return;
        }
        modem.terminal().urc("+CPIN: " + state.text());
        if (state == SimState.READY) {
            modem.dialects().forEach(Dialect::simRefreshed);
            begin();
        } else {
            stop();
            modem.session().lose();
            modem.radio().change(Radio.Stat.IDLE, now());
        }
    }

    /** Whether the modem looks for a network and is not let in: refused is a search too (facts §14.2). */
    private boolean isOut() {
        return modem.radio().stat() == Radio.Stat.SEARCHING || modem.radio().stat() == Radio.Stat.DENIED;
    }

    /** A restart asked for by the DTE; a deaf port is reason enough at any time. */
    void watchRestart() {
        long searching = now() - modem.radio().searchingSince();
        long least = timing().scaled(timing().applet() > 0 ? timing().applet() : REBOOT_MILLIS);
        if (isOut() && searching < least && !modem.outages().isOn(Kind.DEAF)) {
            modem.parts().violations().record(Violation.REBOOT_TOO_EARLY, "after " + searching / 1000.0 + " s");
        }
    }

    /** The DTE switches the radio off: an offence, unless it sets an access point before it is on again. */
    void watchRadioOff() {
        long searching = now() - modem.radio().searchingSince();
        early = isOut() && searching < timing().scaled(RADIO_MILLIS) ? "after " + searching / 1000.0 + " s" : null;
    }

    /** An access point is set while the radio is off: that is what it was switched off for. */
    public void accessPointSet() {
        early = null;
    }

    void watchRadioOn() {
        if (early != null) {
            modem.parts().violations().record(Violation.RADIO_TOO_EARLY, early);
            early = null;
        }
    }
}

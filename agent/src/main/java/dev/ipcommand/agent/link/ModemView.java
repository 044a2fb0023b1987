package dev.ipcommand.agent.link;

import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Signal;
import java.util.OptionalInt;

/**
 * What is known of the modem, for the status report; unknown is empty.
 *
 * @param sim the SIM's state
 * @param iccid the card's number: an identity, for those who may know it
 * @param rssiDbm as text, since unknown is not a number
 * @param network what else it told of the network
 */
public record ModemView(
        String model, String driver, String sim, String iccid, String registration, String rssiDbm, Network network) {
    /** No modem, or none that answered yet. */
    public static final ModemView NONE = new ModemView("", "", "", "", "", "");

    /**
     * What a modem tells of the network beside its registration; numbers as text.
     *
     * @param accessTechnology AcT of 27.007 §10.1.22
     * @param rejectCause why a network refused
     */
    public record Network(String accessTechnology, String rejectCause, String rsrpDbm) {
        private static final Network UNKNOWN = new Network("", "", "");
    }

    public ModemView(String model, String driver, String sim, String iccid, String registration, String rssiDbm) {
        this(model, driver, sim, iccid, registration, rssiDbm, Network.UNKNOWN);
    }

    ModemView withSim(String state, String cardNumber) {
        return new ModemView(model, driver, state, cardNumber, registration, rssiDbm, network);
    }

    ModemView with(Registration now) {
        Network told = new Network(text(now.accessTechnology()), text(now.rejectCause()), network.rsrpDbm());
        return new ModemView(model, driver, sim, iccid, now.status().name(), rssiDbm, told);
    }

    ModemView with(Signal now) {
        Network told = new Network(network.accessTechnology(), network.rejectCause(), text(now.rsrpDbm()));
        return new ModemView(model, driver, sim, iccid, registration, text(now.rssiDbm()), told);
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }

    /** Without the card's number. */
    @Override
    public String toString() {
        return "ModemView[" + model + ", " + driver + ", " + registration + "]";
    }
}

package dev.ipcommand.agent.link;

import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Signal;

/**
 * What is known of the modem, for the status report; unknown is empty.
 *
 * @param sim the SIM's state
 * @param iccid the card's number: an identity, for those who may know it
 * @param rssiDbm as text, since unknown is not a number
 */
public record ModemView(String model, String driver, String sim, String iccid, String registration, String rssiDbm) {
    /** No modem, or none that answered yet. */
    public static final ModemView NONE = new ModemView("", "", "", "", "", "");

    ModemView withSim(String state, String cardNumber) {
        return new ModemView(model, driver, state, cardNumber, registration, rssiDbm);
    }

    ModemView with(Registration now) {
        return new ModemView(model, driver, sim, iccid, now.status().name(), rssiDbm);
    }

    ModemView with(Signal now) {
        String rssi = now.rssiDbm().isPresent() ? String.valueOf(now.rssiDbm().getAsInt()) : "";
        return new ModemView(model, driver, sim, iccid, registration, rssi);
    }

    /** Without the card's number. */
    @Override
    public String toString() {
        return "ModemView[" + model + ", " + driver + ", " + registration + "]";
    }
}

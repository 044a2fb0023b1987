package dev.ipcommand.agent.link;

import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Signal;

/**
 * What is known of the modem, for the status report; unknown is empty.
 *
 * @param rssiDbm as text, since unknown is not a number
 */
public record ModemView(String model, String driver, String registration, String rssiDbm) {
    /** No modem, or none that answered yet. */
    public static final ModemView NONE = new ModemView("", "", "", "");

    ModemView with(Registration now) {
        return new ModemView(model, driver, now.status().name(), rssiDbm);
    }

    ModemView with(Signal now) {
        String rssi = now.rssiDbm().isPresent() ? String.valueOf(now.rssiDbm().getAsInt()) : "";
        return new ModemView(model, driver, registration, rssi);
    }
}

package dev.ipcommand.agent;

import dev.ipcommand.agent.doctor.Telling;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.link.ModemView;
import java.util.HashMap;
import java.util.Map;

/** What the running agent tells {@code ipcommand doctor}: the card's issuer, never its number. */
final class DoctorFacts {
    private DoctorFacts() {}

    static Map<String, String> of(ModemView modem, long pid) {
        Map<String, String> told = new HashMap<>();
        told.put("pid", Long.toString(pid));
        told.put(Name.MODEL.key(), modem.model());
        told.put(Name.DRIVER.key(), modem.driver());
        told.put(Name.SIM.key(), modem.sim());
        told.put(Name.ISSUER.key(), Telling.issuerOf(modem.iccid()));
        told.put(Name.REGISTRATION.key(), modem.registration());
        told.put(Name.REJECT_CAUSE.key(), modem.network().rejectCause());
        told.put(Name.ACCESS_TECHNOLOGY.key(), modem.network().accessTechnology());
        told.put(Name.RSSI_DBM.key(), modem.rssiDbm());
        told.put(Name.RSRP_DBM.key(), modem.network().rsrpDbm());
        told.values().removeIf(String::isEmpty);
        return told;
    }
}

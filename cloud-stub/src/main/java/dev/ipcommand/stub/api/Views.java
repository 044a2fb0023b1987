package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.NetworkAccessProfile;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.command.IpCommand;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The resources as JSON fields, exactly the documented ones. */
final class Views {
    private final String base;

    /** @param base scheme and host of every URL */
    Views(String base) {
        this.base = base + "/v1";
    }

    Map<String, Object> command(IpCommand command) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sid", command.sid());
        view.put("account_sid", command.sim().accountSid());
        view.put("sim_sid", command.sim().sid());
        view.put("sim_iccid", command.sim().iccid());
        view.put("status", command.status().wire());
        view.put("direction", command.direction().wire());
        view.put("device_ip", command.deviceIp().orElse(null));
        view.put("device_port", command.devicePort());
        view.put("payload_type", command.content().type().wire());
        view.put("payload", command.content().payload());
        view.put("date_created", date(command.created()));
        view.put("date_updated", date(command.updated()));
        view.put("url", base + "/IpCommands/" + command.sid());
        return view;
    }

    Map<String, Object> sim(Sim sim) {
        String url = base + "/Sims/" + sim.sid();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sid", sim.sid());
        view.put("unique_name", sim.uniqueName().orElse(null));
        view.put("account_sid", sim.accountSid());
        view.put("iccid", sim.iccid());
        view.put("status", sim.status().wire());
        view.put("fleet_sid", sim.fleetSid().orElse(null));
        view.put("date_created", date(sim.created()));
        view.put("date_updated", date(sim.updated()));
        view.put("url", url);
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("billing_periods", url + "/BillingPeriods");
        links.put("sim_ip_addresses", url + "/IpAddresses");
        view.put("links", links);
        return view;
    }

    Map<String, Object> fleet(Fleet fleet) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sid", fleet.sid());
        view.put("account_sid", fleet.accountSid());
        view.put("unique_name", fleet.uniqueName().orElse(null));
        view.put("data_enabled", fleet.dataEnabled());
        view.put("data_limit", fleet.settings().data().limitMegabytes());
        view.put("data_metering", "payg");
        Fleet.SmsCommands sms = fleet.settings().smsCommands();
        view.put("sms_commands_enabled", sms.enabled());
        view.put("sms_commands_url", sms.webhook().url().orElse(null));
        view.put("sms_commands_method", sms.webhook().method().name());
        view.put("ip_commands_url", fleet.ipCommandsUrl().orElse(null));
        view.put("ip_commands_method", fleet.ipCommandsMethod().name());
        view.put("network_access_profile_sid", fleet.settings().profileSid());
        view.put("date_created", date(fleet.created()));
        view.put("date_updated", date(fleet.updated()));
        view.put("url", base + "/Fleets/" + fleet.sid());
        return view;
    }

    Map<String, Object> profile(NetworkAccessProfile profile) {
        String url = base + "/NetworkAccessProfiles/" + profile.sid();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sid", profile.sid());
        view.put("unique_name", profile.uniqueName().orElse(null));
        view.put("account_sid", profile.accountSid());
        view.put("date_created", date(profile.created()));
        view.put("date_updated", date(profile.updated()));
        view.put("url", url);
        view.put("links", Map.of("networks", url + "/Networks"));
        return view;
    }

    Map<String, Object> address(String ipv4) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("ip_address", ipv4);
        view.put("ip_address_version", "IPv4");
        return view;
    }

    private static String date(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }
}

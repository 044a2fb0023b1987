package dev.ipcommand.stub.control;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.network.AirLink;
import dev.ipcommand.stub.network.PacketNetwork;
import io.javalin.config.RoutesConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /_stub/sims}: every Sim of every account, oldest first, with its place in the packet network as it is set ({@code
 * network}) and as it is at this moment ({@code radio}).
 */
final class SimsList {
    private final Directory directory;
    private final PacketNetwork network;
    private final AirLink air;

    SimsList(Directory directory, PacketNetwork network, AirLink air) {
        this.directory = directory;
        this.network = network;
        this.air = air;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/_stub/sims", context -> {
            List<Map<String, Object>> sims =
                    directory.allSims().stream().map(this::view).toList();
            Json.answer(context, 200, Map.of("sims", sims));
        });
    }

    private Map<String, Object> view(Sim sim) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sid", sim.sid());
        view.put("iccid", sim.iccid());
        view.put("unique_name", sim.uniqueName().orElse(null));
        view.put("account_sid", sim.accountSid());
        view.put("status", sim.status().wire());
        view.put("fleet_sid", sim.fleetSid().orElse(null));
        view.put("network", NetworkFields.view(network.of(sim.sid())));
        AirLink.Load load = air.load(sim.sid());
        Map<String, Object> radio = new LinkedHashMap<>();
        radio.put("reachable", load.reachable());
        radio.put("held", load.held());
        radio.put("under_way", load.underWay());
        view.put("radio", radio);
        return view;
    }
}

package dev.ipcommand.stub.control;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.network.PacketNetwork;
import io.javalin.config.RoutesConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /_stub/sims}: every account's Sims, oldest first, each with its place in the packet network. */
final class SimsList {
    private final Directory directory;
    private final PacketNetwork network;

    SimsList(Directory directory, PacketNetwork network) {
        this.directory = directory;
        this.network = network;
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
        return view;
    }
}

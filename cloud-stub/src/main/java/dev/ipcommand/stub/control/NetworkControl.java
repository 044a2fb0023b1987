package dev.ipcommand.stub.control;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.network.AirLink;
import dev.ipcommand.stub.network.Attachment;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.network.PacketNetwork;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code GET|PUT /_stub/sims/{sid, iccid or name}/network}: a Sim's place in the packet network. A PUT merges. {@code PUT
 * /_stub/network} merges into every Sim's, one after the other up to the first that refuses.
 */
final class NetworkControl {
    private static final String PATH = "/_stub/sims/{sim}/network";
    private static final String ALL = "/_stub/network";

    private final Directory directory;
    private final PacketNetwork network;
    private final AirLink air;

    NetworkControl(Directory directory, PacketNetwork network, AirLink air) {
        this.directory = directory;
        this.network = network;
        this.air = air;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, context -> Json.answer(context, 200, NetworkFields.view(network.of(sim(context)))));
        routes.put(PATH, this::put);
        routes.put(ALL, this::putAll);
    }

    private void put(Context context) throws IOException {
        String sim = sim(context);
        Change change = NetworkFields.change(new Fields(Json.object(context), NetworkFields.NAMES));
        Json.answer(context, 200, NetworkFields.view(change(sim, change)));
    }

    private void putAll(Context context) throws IOException {
        Change change = NetworkFields.change(new Fields(Json.object(context), NetworkFields.NAMES));
        if (change.deviceIp().isPresent()) {
            throw Fields.invalid("device_ip", "one Sim's only");
        }
        List<Sim> sims = directory.allSims();
        sims.forEach(sim -> change(sim.sid(), change));
        Json.answer(context, 200, Map.of("sims", sims.size()));
    }

    private Attachment change(String sim, Change change) {
        Attachment after = network.change(sim, change);
        air.lookAgain(sim);
        return after;
    }

    private String sim(Context context) {
        return directory
                .anySim(context.pathParam("sim"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, context.path()))
                .sid();
    }
}

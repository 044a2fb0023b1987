package dev.ipcommand.stub.control;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.network.PacketNetwork;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code GET|PUT /_stub/sims/{sid or iccid}/network}: a Sim's place in the packet network. A PUT merges. */
final class NetworkControl {
    private static final String PATH = "/_stub/sims/{sim}/network";

    private final Directory directory;
    private final PacketNetwork network;

    NetworkControl(Directory directory, PacketNetwork network) {
        this.directory = directory;
        this.network = network;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, context -> Json.answer(context, 200, NetworkFields.view(network.of(sim(context)))));
        routes.put(PATH, this::put);
    }

    private void put(Context context) throws IOException {
        String sim = sim(context);
        Change change = NetworkFields.change(new Fields(Json.object(context), NetworkFields.NAMES));
        Json.answer(context, 200, NetworkFields.view(network.change(sim, change)));
    }

    private String sim(Context context) {
        return directory
                .anySim(context.pathParam("sim"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, context.path()))
                .sid();
    }
}

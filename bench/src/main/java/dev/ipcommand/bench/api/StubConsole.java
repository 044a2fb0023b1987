package dev.ipcommand.bench.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/**
 * The stub's bench interface under {@code /_stub/}: no part of the public API.
 *
 * <p><b>Threading.</b> One caller at a time.
 */
public final class StubConsole {
    private final URI base;
    private final Http http;

    /** @param base the stub's HTTP address, without a path */
    public StubConsole(URI base, Pace pace) {
        this.base = base;
        this.http = new Http(pace);
    }

    /** Attaches or detaches a Sim by hand, for good, under this address. */
    public void network(String sim, boolean attached, String deviceIp) throws ApiException, InterruptedException {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.put("attached", attached).put("device_ip", deviceIp).put("lease_s", 0);
        http.call(Http.Request.put(networkOf(sim), body.toString()));
    }

    /** The Sim's state in the packet network. */
    public JsonNode readNetwork(String sim) throws ApiException, InterruptedException {
        return http.call(Http.Request.get(networkOf(sim)));
    }

    /** Moves the platform's clock forward, for example by {@code 2h}. */
    public void advanceClock(String by) throws ApiException, InterruptedException {
        ObjectNode body = new ObjectMapper().createObjectNode();
        http.call(Http.Request.post(
                base.resolve("/_stub/clock"), body.put("advance", by).toString()));
    }

    /** Its health report. */
    public JsonNode health() throws ApiException, InterruptedException {
        return http.call(Http.Request.get(base.resolve("/_stub/health")));
    }

    private URI networkOf(String sim) {
        return base.resolve("/_stub/sims/" + sim + "/network");
    }

    /** Where its event stream is. */
    public URI events() {
        return base.resolve("/_stub/events");
    }
}

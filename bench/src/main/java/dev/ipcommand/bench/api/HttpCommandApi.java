package dev.ipcommand.bench.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link CommandApi} over HTTP. Credentials go to the base URL's host only: of a page's link nothing but the query is
 * followed.
 *
 * <p><b>Threading.</b> One caller at a time.
 */
public final class HttpCommandApi implements CommandApi {
    /** KORE allows 100, Twilio 1000. */
    private static final int PAGE_SIZE = 100;

    private final URI base;
    private final Http http;

    /** @param base with or without {@code /v1} */
    public HttpCommandApi(URI base, Authentication authentication, Pace pace) {
        this.base = withVersion(base);
        this.http = new Http(pace, authentication);
    }

    private static URI withVersion(URI base) {
        String text = base.toString().replaceAll("/+$", "");
        return URI.create(text.endsWith("/v1") ? text : text + "/v1");
    }

    /** Whether this URL's host is a literal loopback address or {@code localhost}: nothing leaves the machine. */
    public static boolean isLoopback(URI uri) {
        String host = uri.getHost();
        if (host == null) {
            return false;
        }
        if (host.equals("localhost")) {
            return true;
        }
        if (!host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    @Override
    public IpCommand create(NewCommand command) throws ApiException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Sim", command.sim());
        form.put("Payload", command.payload());
        form.put("DevicePort", Integer.toString(command.devicePort()));
        if (command.binary()) {
            form.put("PayloadType", "binary");
        }
        return IpCommand.of(http.call(Http.Request.post(at("/IpCommands"), form)));
    }

    @Override
    public IpCommand fetch(String sid) throws ApiException, InterruptedException {
        if (!sid.matches("[A-Za-z0-9]{1,64}")) {
            throw new ApiException(0, 0, "the platform gave a command without a usable sid");
        }
        return IpCommand.of(http.call(Http.Request.get(at("/IpCommands/" + sid))));
    }

    @Override
    public Page fromSim(String sim) throws ApiException, InterruptedException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("Sim", sim);
        query.put("Direction", "from_sim");
        query.put("PageSize", Integer.toString(PAGE_SIZE));
        return page(Http.encode(query));
    }

    @Override
    public Page page(String query) throws ApiException, InterruptedException {
        JsonNode json = http.call(Http.Request.get(at("/IpCommands?" + query)));
        if (!json.path("ip_commands").isArray()) {
            throw new ApiException(200, 0, "the list has no ip_commands: is this the API?");
        }
        List<IpCommand> commands = new ArrayList<>();
        json.path("ip_commands").forEach(item -> commands.add(IpCommand.of(item)));
        return new Page(commands, nextQuery(json.path("meta").path("next_page_url")));
    }

    private static Optional<String> nextQuery(JsonNode url) {
        if (!url.isTextual()) {
            return Optional.empty();
        }
        int question = url.asText().indexOf('?');
        return question < 0
                ? Optional.empty()
                : Optional.of(url.asText().substring(question + 1).replaceAll("#.*$", ""));
    }

    /** The SID of the Sim with this ICCID, which commands themselves do not accept. */
    public String simByIccid(String iccid) throws ApiException, InterruptedException {
        JsonNode sims = http.call(Http.Request.get(at("/Sims?" + Http.encode(Map.of("Iccid", iccid)))))
                .path("sims");
        if (sims.size() != 1) {
            throw new ApiException(200, 0, "this account has no Sim with that ICCID");
        }
        return sims.get(0).path("sid").asText();
    }

    /** Any other read or write of the API, for the bench's own rig. */
    public JsonNode get(String path) throws ApiException, InterruptedException {
        return http.call(Http.Request.get(at(path)));
    }

    /** Writes a form to any path of the API, for the bench's own rig. */
    public JsonNode post(String path, Map<String, String> form) throws ApiException, InterruptedException {
        return http.call(Http.Request.post(at(path), form));
    }

    @Override
    public int retries() {
        return http.retries();
    }

    private URI at(String path) {
        return URI.create(base + path);
    }
}

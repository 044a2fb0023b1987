package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.webhook.CallbackMethod;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/Fleets}: list, fetch, and update of the webhook. */
final class FleetsResource {
    private final Dialect dialect;
    private final Directory directory;
    private final InstantSource clock;

    FleetsResource(Dialect dialect, Directory directory, InstantSource clock) {
        this.dialect = dialect;
        this.directory = directory;
        this.clock = clock;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/v1/Fleets", this::list);
        routes.get("/v1/Fleets/{sid}", this::fetch);
        routes.post("/v1/Fleets/{sid}", this::update);
    }

    private void list(Context context) {
        Page page = Page.from(Request.query(context), dialect.maxPageSize());
        String base = Request.base(context);
        Page.Listing listing = new Page.Listing(base + "/v1/Fleets", "fleets", Map.of());
        Page.Source<Fleet> source =
                Page.source(directory.fleets(Request.account(context).sid()));
        Json.answer(context, 200, page.body(listing, source, new Views(base)::fleet));
    }

    private void fetch(Context context) {
        Json.answer(context, 200, new Views(Request.base(context)).fleet(find(context)));
    }

    private Fleet find(Context context) {
        return directory
                .fleet(Request.account(context).sid(), context.pathParam("sid"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, HttpFront.resource(context)));
    }

    /** An empty IpCommandsUrl takes the webhook away. */
    private void update(Context context) throws IOException {
        Form form = Request.form(context);
        Fleet fleet = find(context);
        Optional<String> url = Parameters.url(form, "IpCommandsUrl");
        boolean urlGiven = form.given("IpCommandsUrl").isPresent();
        CallbackMethod method = Parameters.method(form, "IpCommandsMethod");
        boolean methodGiven = form.get("IpCommandsMethod").isPresent();
        Instant now = clock.instant();
        Fleet updated = directory.updateFleet(
                fleet.sid(),
                present -> present.with(
                        urlGiven ? url : present.ipCommandsUrl(),
                        methodGiven ? method : present.ipCommandsMethod(),
                        now));
        Json.answer(context, 200, new Views(Request.base(context)).fleet(updated));
    }
}

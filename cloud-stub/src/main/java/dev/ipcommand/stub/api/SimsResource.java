package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.account.SimStatus;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** {@code /v1/Sims}: list, fetch, and update of name and status. */
final class SimsResource {
    private static final int MAX_NAME = 64;

    private final Dialect dialect;
    private final Directory directory;
    private final InstantSource clock;
    private final Executor background;

    /** @param background runs the second half of a change of status */
    SimsResource(Dialect dialect, Directory directory, InstantSource clock, Executor background) {
        this.dialect = dialect;
        this.directory = directory;
        this.clock = clock;
        this.background = background;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/v1/Sims", this::list);
        routes.get("/v1/Sims/{sid}", this::fetch);
        routes.post("/v1/Sims/{sid}", this::update);
    }

    private void list(Context context) {
        Form query = Request.query(context);
        Page page = Page.from(query, dialect.maxPageSize());
        String account = Request.account(context).sid();
        Optional<SimStatus> status = Parameters.lowerCase(query, "Status", SimStatus.values());
        Optional<String> fleet = query.get("Fleet")
                .map(ref -> directory.fleet(account, ref).map(Fleet::sid).orElse(""));
        Optional<String> iccid = query.get("Iccid");
        List<Sim> sims = directory.sims(account).stream()
                .filter(sim -> status.map(s -> s == sim.status()).orElse(true))
                .filter(sim ->
                        fleet.map(f -> sim.fleetSid().equals(Optional.of(f))).orElse(true))
                .filter(sim -> iccid.map(sim.iccid()::equals).orElse(true))
                .toList();
        Map<String, String> filters = new LinkedHashMap<>();
        for (String name : List.of("Status", "Fleet", "Iccid")) {
            query.get(name).ifPresent(value -> filters.put(name, value));
        }
        String base = Request.base(context);
        Page.Listing listing = new Page.Listing(base + "/v1/Sims", "sims", filters);
        Json.answer(context, 200, page.body(listing, Page.source(sims), new Views(base)::sim));
    }

    private void fetch(Context context) {
        Json.answer(context, 200, new Views(Request.base(context)).sim(find(context)));
    }

    private Sim find(Context context) {
        return directory
                .sim(Request.account(context).sid(), context.pathParam("sid"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, HttpFront.resource(context)));
    }

    private void update(Context context) throws IOException {
        Form form = Request.form(context);
        Sim sim = find(context);
        Optional<SimStatus> wanted = Parameters.lowerCase(
                form, "Status", new SimStatus[] {SimStatus.READY, SimStatus.ACTIVE, SimStatus.INACTIVE});
        Optional<String> name = form.given("UniqueName");
        name.ifPresent(n -> checkName(sim, n));
        Instant now = clock.instant();
        Sim updated = directory.updateSim(sim.sid(), present -> {
            Sim named = name.map(n -> present.named(n, now)).orElse(present);
            if (wanted.isEmpty() || wanted.get() == present.status()) {
                return named;
            }
            checkTransition(present, wanted.get());
            return named.with(SimStatus.SCHEDULED, now);
        });
        boolean scheduled = wanted.isPresent() && updated.status() == SimStatus.SCHEDULED;
        if (scheduled) {
            background.execute(() -> directory.updateSim(sim.sid(), s -> s.with(wanted.get(), clock.instant())));
        }
        Json.answer(context, scheduled ? 202 : 200, new Views(Request.base(context)).sim(updated));
    }

    private void checkName(Sim sim, String name) {
        if (name.length() > MAX_NAME) {
            throw Parameters.invalid("UniqueName", "at most " + MAX_NAME + " characters");
        }
        boolean taken = directory
                .sim(sim.accountSid(), name)
                .map(other -> !other.sid().equals(sim.sid()))
                .orElse(false);
        if (taken) {
            throw new ApiException(ErrorCode.SIM_NAME_TAKEN);
        }
    }

    private static void checkTransition(Sim sim, SimStatus wanted) {
        if (wanted != SimStatus.INACTIVE && sim.fleetSid().isEmpty()) {
            throw new ApiException(ErrorCode.SIM_NEEDS_FLEET);
        }
        boolean allowed =
                sim.status() != SimStatus.SCHEDULED && (wanted != SimStatus.READY || sim.status() == SimStatus.NEW);
        if (!allowed) {
            throw new ApiException(ErrorCode.SIM_BAD_TRANSITION, sim.status().wire() + " to " + wanted.wire());
        }
    }
}

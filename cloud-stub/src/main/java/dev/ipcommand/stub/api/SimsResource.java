package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.account.SimLifeCycle;
import dev.ipcommand.stub.account.SimStatus;
import dev.ipcommand.stub.command.Sids;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.webhook.CallbackMethod;
import dev.ipcommand.stub.webhook.Destination;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code /v1/Sims}: register, list, fetch, update, and the two lists below a Sim. */
final class SimsResource {
    private static final Pattern ICCID = Pattern.compile("89[0-9]{17,18}");
    private static final Pattern REGISTRATION_CODE = Pattern.compile("[0-9A-Za-z]{10}");
    private static final Lists.Shape SIMS = new Lists.Shape("sims", "Status", "Fleet", "Iccid");

    private final Directory directory;
    private final SimLifeCycle lifeCycle;
    private final InstantSource clock;
    private final Lists lists;
    private final Function<String, Optional<String>> addresses;
    private final Sids sids = new Sids();

    SimsResource(HttpFront.Backend backend, Lists lists) {
        this.directory = backend.directory();
        this.lifeCycle = backend.sims();
        this.clock = backend.clock();
        this.addresses = backend.addresses();
        this.lists = lists;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/v1/Sims", this::register);
        routes.get("/v1/Sims", this::list);
        routes.get("/v1/Sims/{sid}", context -> answer(context, 200, find(context)));
        routes.post("/v1/Sims/{sid}", this::update);
        routes.get("/v1/Sims/{sid}/IpAddresses", this::ipAddresses);
        routes.get("/v1/Sims/{sid}/BillingPeriods", this::billingPeriods);
    }

    private static void answer(Context context, int status, Sim sim) {
        Json.answer(context, status, new Views(Request.base(context)).sim(sim));
    }

    /** Takes any well-formed ICCID that nobody has yet, with any well-formed code. */
    private void register(Context context) throws IOException {
        Form form = Request.form(context);
        String iccid = registrationParameter(form, "Iccid");
        String code = registrationParameter(form, "RegistrationCode");
        if (!ICCID.matcher(iccid).matches() || !REGISTRATION_CODE.matcher(code).matches()) {
            throw new ApiException(ErrorCode.SIM_NOT_REGISTRABLE);
        }
        Instant now = clock.instant();
        String account = Request.account(context).sid();
        Sim sim = new Sim(sids.next("HS"), account, Optional.empty(), iccid, SimStatus.NEW, Optional.empty(), now, now);
        answer(context, 201, lifeCycle.register(sim));
    }

    private static String registrationParameter(Form form, String name) {
        return form.get(name).orElseThrow(() -> new ApiException(ErrorCode.SIM_PARAMETER_MISSING, name));
    }

    private void list(Context context) {
        Form query = Request.query(context);
        String account = Request.account(context).sid();
        Optional<SimStatus> status = Parameters.lowerCase(query, "Status", SimStatus.values());
        Optional<String> fleet = query.get("Fleet")
                .map(ref -> directory.fleet(account, ref).map(Fleet::sid).orElse(""));
        Optional<String> iccid = query.get("Iccid");
        Predicate<Sim> filter = sim -> status.map(s -> s == sim.status()).orElse(true)
                && (fleet.isEmpty() || sim.fleetSid().equals(fleet))
                && iccid.map(sim.iccid()::equals).orElse(true);
        lists.answer(context, SIMS, Lists.of(directory.simTable(), account, filter), views -> views::sim);
    }

    private Sim find(Context context) {
        return directory
                .sim(Request.account(context).sid(), context.pathParam("sid"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, HttpFront.resource(context)));
    }

    private void update(Context context) throws IOException {
        Form form = Request.form(context);
        Sim sim = find(context);
        CallbackMethod method = Parameters.method(form, "CallbackMethod");
        SimLifeCycle.Update update = new SimLifeCycle.Update(
                Parameters.uniqueName(form),
                Parameters.lowerCase(
                        form, "Status", new SimStatus[] {SimStatus.READY, SimStatus.ACTIVE, SimStatus.INACTIVE}),
                form.given("Fleet"),
                form.get("AccountSid"),
                Parameters.url(form, "CallbackUrl").map(url -> new Destination(url, method)));
        Sim updated = lifeCycle.update(sim, update);
        answer(
                context,
                updated.status() == SimStatus.SCHEDULED && sim.status() != SimStatus.SCHEDULED ? 202 : 200,
                updated);
    }

    /** Its address while it is attached; the platform describes this list for customers with a VPN only. */
    private void ipAddresses(Context context) {
        List<String> found = addresses.apply(find(context).sid()).stream().toList();
        lists.answer(context, new Lists.Shape("ip_addresses"), Lists.fixed(found), views -> views::address);
    }

    /** Nobody pays here. */
    private void billingPeriods(Context context) {
        find(context);
        lists.answer(
                context,
                new Lists.Shape("billing_periods"),
                Lists.fixed(List.<Map<String, Object>>of()),
                views -> item -> item);
    }
}

package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.Fleet.Data;
import dev.ipcommand.stub.account.Fleet.SmsCommands;
import dev.ipcommand.stub.account.Fleet.Webhook;
import dev.ipcommand.stub.account.NetworkAccessProfile;
import dev.ipcommand.stub.command.Sids;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.webhook.CallbackMethod;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code /v1/Fleets}: create, list, fetch, update. Whether data is enabled is settled with the creation. */
final class FleetsResource {
    private static final Lists.Shape FLEETS = new Lists.Shape("fleets", "NetworkAccessProfile");

    private final Directory directory;
    private final InstantSource clock;
    private final Lists lists;
    private final Sids sids = new Sids();

    FleetsResource(HttpFront.Backend backend, Lists lists) {
        this.directory = backend.directory();
        this.clock = backend.clock();
        this.lists = lists;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/v1/Fleets", this::create);
        routes.get("/v1/Fleets", this::list);
        routes.get("/v1/Fleets/{sid}", context -> answer(context, 200, find(context)));
        routes.post("/v1/Fleets/{sid}", this::update);
    }

    private static void answer(Context context, int status, Fleet fleet) {
        Json.answer(context, status, new Views(Request.base(context)).fleet(fleet));
    }

    private void create(Context context) throws IOException {
        Form form = Request.form(context);
        String account = Request.account(context).sid();
        form.require("NetworkAccessProfile");
        Fleet.Settings start = Fleet.Settings.of(Optional.empty(), "");
        Fleet.Settings settings = settings(
                form,
                account,
                new Fleet.Settings(
                        Optional.empty(),
                        new Data(
                                Parameters.flag(form, "DataEnabled").orElse(true),
                                start.data().limitMegabytes()),
                        start.ipCommands(),
                        new SmsCommands(
                                Parameters.flag(form, "SmsCommandsEnabled").orElse(true), Webhook.NONE),
                        ""));
        Instant now = clock.instant();
        answer(context, 201, directory.add(new Fleet(sids.next("HF"), account, settings, now, now)));
    }

    private void update(Context context) throws IOException {
        Form form = Request.form(context);
        String account = Request.account(context).sid();
        Instant now = clock.instant();
        answer(
                context,
                200,
                directory.updateFleet(
                        find(context).sid(), fleet -> fleet.with(settings(form, account, fleet.settings()), now)));
    }

    /** The settings with what the form gives. An empty name or URL takes it away. */
    private Fleet.Settings settings(Form form, String account, Fleet.Settings present) {
        Optional<String> name = Parameters.uniqueName(form);
        int limit = Parameters.whole(form, "DataLimit", 1, Data.MAX_LIMIT)
                .orElse(present.data().limitMegabytes());
        String profile = form.get("NetworkAccessProfile")
                .map(reference -> profile(account, reference))
                .orElse(present.profileSid());
        return new Fleet.Settings(
                name.isPresent() ? name.filter(n -> !n.isEmpty()) : present.uniqueName(),
                new Data(present.data().enabled(), limit),
                webhook(form, "IpCommands", present.ipCommands()),
                new SmsCommands(
                        present.smsCommands().enabled(),
                        webhook(form, "SmsCommands", present.smsCommands().webhook())),
                profile);
    }

    private static Webhook webhook(Form form, String prefix, Webhook present) {
        Optional<String> url = Parameters.url(form, prefix + "Url");
        CallbackMethod method = Parameters.method(form, prefix + "Method");
        return new Webhook(
                form.given(prefix + "Url").isPresent() ? url : present.url(),
                form.get(prefix + "Method").isPresent() ? method : present.method());
    }

    private String profile(String account, String reference) {
        return directory
                .profile(account, reference)
                .map(NetworkAccessProfile::sid)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.INVALID_PARAMETER, "NetworkAccessProfile: there is none of that SID or name"));
    }

    private void list(Context context) {
        String account = Request.account(context).sid();
        Optional<String> profile = Request.query(context)
                .get("NetworkAccessProfile")
                .map(reference -> directory
                        .profile(account, reference)
                        .map(NetworkAccessProfile::sid)
                        .orElse(""));
        Predicate<Fleet> filter =
                fleet -> profile.map(fleet.settings().profileSid()::equals).orElse(true);
        lists.answer(context, FLEETS, Lists.of(directory.fleetTable(), account, filter), views -> views::fleet);
    }

    private Fleet find(Context context) {
        return directory
                .fleet(Request.account(context).sid(), context.pathParam("sid"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, HttpFront.resource(context)));
    }
}

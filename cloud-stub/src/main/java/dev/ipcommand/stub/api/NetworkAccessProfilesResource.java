package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.NetworkAccessProfile;
import dev.ipcommand.stub.command.Sids;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/NetworkAccessProfiles}: create, list, fetch, update of the name; its list of networks is always empty. */
final class NetworkAccessProfilesResource {
    private static final String PATH = "/v1/NetworkAccessProfiles";
    private static final Lists.Shape PROFILES = new Lists.Shape("network_access_profiles");

    private final Directory directory;
    private final InstantSource clock;
    private final Lists lists;
    private final Sids sids = new Sids();

    NetworkAccessProfilesResource(HttpFront.Backend backend, Lists lists) {
        this.directory = backend.directory();
        this.clock = backend.clock();
        this.lists = lists;
    }

    void addTo(RoutesConfig routes) {
        routes.post(PATH, this::create);
        routes.get(PATH, this::list);
        routes.get(PATH + "/{sid}", context -> answer(context, 200, find(context)));
        routes.post(PATH + "/{sid}", this::update);
        routes.get(PATH + "/{sid}/Networks", this::networks);
    }

    private static void answer(Context context, int status, NetworkAccessProfile profile) {
        Json.answer(context, status, new Views(Request.base(context)).profile(profile));
    }

    private void create(Context context) throws IOException {
        Optional<String> name = Parameters.uniqueName(Request.form(context)).filter(n -> !n.isEmpty());
        Instant now = clock.instant();
        String account = Request.account(context).sid();
        answer(context, 201, directory.add(new NetworkAccessProfile(sids.next("HA"), account, name, now, now)));
    }

    private void update(Context context) throws IOException {
        Optional<String> name = Parameters.uniqueName(Request.form(context));
        Instant now = clock.instant();
        answer(context, 200, directory.updateProfile(find(context).sid(), profile -> name.map(
                        n -> profile.named(n, now))
                .orElse(profile)));
    }

    private void list(Context context) {
        String account = Request.account(context).sid();
        lists.answer(
                context,
                PROFILES,
                Lists.of(directory.profileTable(), account, profile -> true),
                views -> views::profile);
    }

    private void networks(Context context) {
        find(context);
        lists.answer(
                context,
                new Lists.Shape("networks"),
                Lists.fixed(List.<Map<String, Object>>of()),
                views -> item -> item);
    }

    private NetworkAccessProfile find(Context context) {
        return directory
                .profile(Request.account(context).sid(), context.pathParam("sid"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, HttpFront.resource(context)));
    }
}

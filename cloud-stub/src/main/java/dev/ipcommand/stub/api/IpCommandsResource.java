package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.command.CommandStore;
import dev.ipcommand.stub.command.Direction;
import dev.ipcommand.stub.command.IpCommand;
import dev.ipcommand.stub.command.MobileTerminated;
import dev.ipcommand.stub.command.PayloadType;
import dev.ipcommand.stub.command.Status;
import dev.ipcommand.stub.command.Submission;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.webhook.CallbackMethod;
import dev.ipcommand.stub.webhook.Destination;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code /v1/IpCommands}: create, fetch, list. There is no update, no delete and no cancel. */
final class IpCommandsResource {
    private final Directory directory;
    private final CommandStore store;
    private final MobileTerminated mobileTerminated;
    private final Lists lists;
    private final Lists.Shape shape;

    IpCommandsResource(HttpFront.Backend backend, Lists lists) {
        this.directory = backend.directory();
        this.store = backend.store();
        this.mobileTerminated = backend.mobileTerminated();
        this.lists = lists;
        this.shape = new Lists.Shape(
                "ip_commands", backend.dialect().maxPageSize(), List.of("Sim", "SimIccid", "Status", "Direction"));
    }

    void addTo(RoutesConfig routes) {
        routes.post("/v1/IpCommands", this::create);
        routes.get("/v1/IpCommands", this::list);
        routes.get("/v1/IpCommands/{sid}", this::fetch);
    }

    private void create(Context context) throws IOException {
        Form form = Request.form(context);
        String sim = form.require("Sim");
        String payload = form.require("Payload");
        int port = Parameters.port(form, "DevicePort");
        PayloadType type =
                Parameters.lowerCase(form, "PayloadType", PayloadType.values()).orElse(PayloadType.TEXT);
        CallbackMethod method = Parameters.method(form, "CallbackMethod");
        Optional<Destination> callback = Parameters.url(form, "CallbackUrl").map(url -> new Destination(url, method));
        String account = Request.account(context).sid();
        IpCommand command = mobileTerminated.accept(account, new Submission(sim, payload, type, port, callback));
        Json.answer(context, 201, new Views(Request.base(context)).command(command));
    }

    private void fetch(Context context) {
        IpCommand command = store.find(Request.account(context).sid(), context.pathParam("sid"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, HttpFront.resource(context)));
        Json.answer(context, 200, new Views(Request.base(context)).command(command));
    }

    private void list(Context context) {
        Predicate<IpCommand> filter = filter(Request.query(context), Request.account(context));
        Page.Source<IpCommand> source = new Page.Source<>() {
            @Override
            public List<Map.Entry<Long, IpCommand>> older(long before, int limit) {
                return store.older(before, limit, filter);
            }

            @Override
            public List<Map.Entry<Long, IpCommand>> newer(long after, int limit) {
                return store.newer(after, limit, filter);
            }
        };
        lists.answer(context, shape, source, views -> views::command);
    }

    private Predicate<IpCommand> filter(Form query, Account account) {
        Predicate<IpCommand> filter = command -> command.sim().accountSid().equals(account.sid());
        Optional<String> sim = query.get("Sim");
        if (sim.isPresent()) {
            String sid = directory.sim(account.sid(), sim.get()).map(Sim::sid).orElse("");
            filter = filter.and(command -> command.sim().sid().equals(sid));
        }
        Optional<String> iccid = query.get("SimIccid");
        if (iccid.isPresent()) {
            filter = filter.and(command -> command.sim().iccid().equals(iccid.get()));
        }
        Optional<Status> status = Parameters.lowerCase(query, "Status", Status.values());
        if (status.isPresent()) {
            filter = filter.and(command -> command.status() == status.get());
        }
        Optional<Direction> direction = Parameters.lowerCase(query, "Direction", Direction.values());
        if (direction.isPresent()) {
            filter = filter.and(command -> command.direction() == direction.get());
        }
        return filter;
    }
}

package dev.ipcommand.stub.control;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.api.Json;
import dev.ipcommand.stub.command.CommandStore;
import dev.ipcommand.stub.command.IpCommand;
import dev.ipcommand.stub.command.MobileTerminated;
import dev.ipcommand.stub.command.PayloadType;
import dev.ipcommand.stub.command.Submission;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.EventBus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Commands as the bench console shows and sends them: of every account, with milliseconds, and with the error that the API's
 * representation has no field for.
 *
 * <ul>
 *   <li>{@code GET /_stub/commands?limit=N}: the newest, newest first; N from 1 to 500, 50 if absent. {@code last_event} is
 *       the number of an event that what is listed includes: from there a reader can follow {@code /_stub/events}.
 *   <li>{@code POST /_stub/sims/{sid, iccid or name}/commands} with {@code payload}, {@code device_port} and, if it is not text,
 *       {@code payload_type}: as {@code POST /v1/IpCommands} in the name of the Sim's account, with its refusals.
 * </ul>
 */
public final class ConsoleCommands {
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 50;
    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,3}");
    private static final Set<String> FIELDS = Set.of("payload", "payload_type", "device_port");
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Directory directory;
    private final CommandStore store;
    private final MobileTerminated mobileTerminated;
    private final EventBus events;

    public ConsoleCommands(
            Directory directory, CommandStore store, MobileTerminated mobileTerminated, EventBus events) {
        this.directory = directory;
        this.store = store;
        this.mobileTerminated = mobileTerminated;
        this.events = events;
    }

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get("/_stub/commands", this::list);
        routes.post("/_stub/sims/{sim}/commands", this::create);
    }

    private void list(Context context) {
        int limit = limit(Optional.ofNullable(context.queryParam("limit")));
        // Read first: a command that comes in between is listed and announced, not lost.
        long lastEvent = events.lastSequence();
        List<Map<String, Object>> commands = store.older(Long.MAX_VALUE, limit, command -> true).stream()
                .map(entry -> view(entry.getKey(), entry.getValue()))
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("last_event", lastEvent);
        answer.put("commands", commands);
        Json.answer(context, 200, answer);
    }

    private static int limit(Optional<String> text) {
        int limit = text.map(t -> LIMIT.matcher(t).matches() ? Integer.parseInt(t) : 0)
                .orElse(DEFAULT_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Fields.invalid("limit", "a whole number from 1 to " + MAX_LIMIT + " is needed");
        }
        return limit;
    }

    private void create(Context context) throws IOException {
        Sim sim = directory
                .anySim(context.pathParam("sim"))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, context.path()));
        Fields fields = new Fields(Json.object(context), FIELDS);
        String payload = fields.text("payload").filter(text -> !text.isEmpty()).orElseThrow(() -> missing("payload"));
        PayloadType type = fields.choice("payload_type", PayloadType.values()).orElse(PayloadType.TEXT);
        int port = fields.whole("device_port", 1, 65_535).orElseThrow(() -> missing("device_port"));
        IpCommand command = mobileTerminated.accept(
                sim.accountSid(), new Submission(sim.sid(), payload, type, port, Optional.empty()));
        Json.answer(context, 201, view(command));
    }

    private static ApiException missing(String name) {
        return new ApiException(ErrorCode.MISSING_PARAMETER, name);
    }

    private static Map<String, Object> view(long number, IpCommand command) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("number", number);
        view.putAll(view(command));
        return view;
    }

    private static Map<String, Object> view(IpCommand command) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sid", command.sid());
        view.put("account_sid", command.sim().accountSid());
        view.put("sim_sid", command.sim().sid());
        view.put("sim_unique_name", command.sim().uniqueName());
        view.put("status", command.status().wire());
        view.put("direction", command.direction().wire());
        view.put("device_ip", command.deviceIp().orElse(null));
        view.put("device_port", command.devicePort());
        view.put("payload_type", command.content().type().wire());
        view.put("payload", command.content().payload());
        view.put("bytes", command.content().bytes());
        view.put("created", time(command.created()));
        view.put("updated", time(command.updated()));
        view.put("error_code", command.error().map(ErrorCode::code).orElse(null));
        view.put("error_message", command.error().map(ErrorCode::message).orElse(null));
        return view;
    }

    private static String time(Instant instant) {
        return MILLISECONDS.format(instant);
    }
}

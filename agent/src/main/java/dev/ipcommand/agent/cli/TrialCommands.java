package dev.ipcommand.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ipcommand.agent.command.Arrival;
import dev.ipcommand.agent.command.CommandGrammar;
import dev.ipcommand.agent.command.Decoder;
import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.config.AgentConfig.Route;
import dev.ipcommand.agent.dispatch.Trial;
import dev.ipcommand.agent.security.Policy;
import dev.ipcommand.handler.CommandForm;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command that a trial stands for: the datagram it would be, and where the agent's decoder would take it. Pure.
 *
 * @param id absent for a route
 * @param principal a key's id, or {@code -}
 * @param route whether the payload is the whole datagram
 */
record TrialCommands(String name, Optional<String> id, String principal, boolean route) {
    private static final int MAX_BYTES = 1300;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    /** Why there is no such command; empty if there is. */
    Optional<String> problem(byte[] payload) {
        if (!CommandGrammar.isName(name)) {
            return Optional.of("the name has a lower-case letter, then up to 63 of a-z, 0-9, dot, _ and -");
        }
        if (!KEY_ID.matcher(principal).matches()) {
            return Optional.of("--as takes the id of a key, or unsigned");
        }
        if (route && id.isPresent()) {
            return Optional.of("--id and --route: a datagram of a route has no id");
        }
        int size = datagram(payload).length;
        if (size > MAX_BYTES) {
            return Optional.of("resource-exhausted: the command has more than " + MAX_BYTES + " bytes");
        }
        return route ? Optional.empty() : textProblem(payload);
    }

    private Optional<String> textProblem(byte[] payload) {
        byte[] datagram = datagram(payload);
        Arrival arrival = new Decoder(List.of()).decode(datagram, datagram.length);
        if (arrival instanceof Arrival.BadId) {
            return Optional.of("the id has 1 to 32 of A-Z, a-z, 0-9, _ and -");
        }
        return arrival instanceof Arrival.Text
                ? Optional.empty()
                : Optional.of("a text command is UTF-8; for other bytes: --route");
    }

    /** What the cloud would send for it. */
    private byte[] datagram(byte[] payload) {
        if (route) {
            return payload;
        }
        String head = name + id.map(text -> "#" + text).orElse("");
        byte[] headBytes = (payload.length == 0 ? head : head + ": ").getBytes(UTF_8);
        byte[] datagram = new byte[headBytes.length + payload.length];
        System.arraycopy(headBytes, 0, datagram, 0, headBytes.length);
        System.arraycopy(payload, 0, datagram, headBytes.length, payload.length);
        return datagram;
    }

    Trial.Command command(byte[] payload, AgentConfig config) {
        boolean signed = !principal.equals(Policy.UNSIGNED);
        CommandForm unsignedForm = route ? CommandForm.ROUTE : CommandForm.TEXT;
        return new Trial.Command(
                name,
                id,
                payload,
                signed ? CommandForm.SIGNED : unsignedForm,
                principal,
                route && routeOf(payload, config).map(Route::reply).orElse(ReplyMode.FRAMED) == ReplyMode.RAW,
                datagram(payload).length);
    }

    private Optional<Route> routeOf(byte[] payload, AgentConfig config) {
        return new Decoder(config.routes()).decode(payload, payload.length) instanceof Arrival.Routed routed
                        && routed.route().handler().equals(name)
                ? Optional.of(routed.route())
                : Optional.empty();
    }

    /** Where the agent would take the datagram instead of to this handler; empty if it would not. */
    Optional<String> detour(byte[] payload, AgentConfig config) {
        byte[] datagram = datagram(payload);
        if (route) {
            return routeOf(payload, config).isPresent()
                    ? Optional.empty()
                    : Optional.of("no [[route]] takes this datagram to " + name);
        }
        return new Decoder(config.routes()).decode(datagram, datagram.length) instanceof Arrival.Routed routed
                ? Optional.of("a [[route]] takes this datagram to "
                        + routed.route().handler() + " before its name is looked at")
                : Optional.empty();
    }
}

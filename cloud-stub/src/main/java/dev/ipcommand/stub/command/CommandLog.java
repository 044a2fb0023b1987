package dev.ipcommand.stub.command;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.webhook.Callback;
import dev.ipcommand.stub.webhook.Destination;
import dev.ipcommand.stub.webhook.Webhooks;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells the world about a command: the event, and the callback with exactly the documented parameters. Threading: safe. */
final class CommandLog {
    private final EventBus events;
    private final Webhooks webhooks;
    private final Directory directory;
    private final boolean omitSimName;

    CommandLog(MobileTerminated.Platform platform) {
        this.events = platform.events();
        this.webhooks = platform.webhooks();
        this.directory = platform.directory();
        this.omitSimName = platform.switches().omitSimName();
    }

    void event(Instant time, IpCommand command, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("account_sid", command.sim().accountSid());
        details.put("sim_sid", command.sim().sid());
        details.put("sim_unique_name", command.sim().uniqueName());
        details.put("direction", command.direction().wire());
        details.put("status", command.status().wire());
        command.deviceIp().ifPresent(address -> details.put("device_ip", address));
        details.put("device_port", command.devicePort());
        details.put("bytes", command.content().bytes());
        details.putAll(more);
        events.publish(time, "command." + command.status().wire(), command.sid(), details);
    }

    void callback(IpCommand command, Destination destination, Optional<ErrorCode> error) {
        Optional<Account> account = directory.account(command.sim().accountSid());
        account.ifPresent(owner -> webhooks.send(
                new Callback(command.sid(), owner.callbackKeys(), destination, parameters(command, error))));
    }

    /** The complete documented list, in its order. */
    private Map<String, String> parameters(IpCommand command, Optional<ErrorCode> error) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AccountSid", command.sim().accountSid());
        parameters.put("CommandSid", command.sid());
        parameters.put("SimSid", command.sim().sid());
        if (!omitSimName || !command.sim().uniqueName().isEmpty()) {
            parameters.put("SimUniqueName", command.sim().uniqueName());
        }
        parameters.put("PayloadType", command.content().type().wire());
        parameters.put("Payload", command.content().payload());
        parameters.put("Direction", command.direction().wire());
        parameters.put("Status", command.status().wire());
        error.ifPresent(code -> {
            parameters.put("ErrorCode", Integer.toString(code.code()));
            parameters.put("ErrorMessage", code.message());
        });
        return parameters;
    }
}

package dev.ipcommand.agent;

import dev.ipcommand.agent.command.ReplyEncoder;
import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.agent.journal.CommandKey;
import dev.ipcommand.agent.journal.StoredAnswer;
import dev.ipcommand.handler.CommandStatus;
import java.util.function.Function;

/** What a command is answered with that ran when the agent ended: nobody knows how far it came. */
record AbortedAnswers(AgentConfig config) implements Function<CommandKey, StoredAnswer> {
    @Override
    public StoredAnswer apply(CommandKey key) {
        CommandStatus status = CommandStatus.ABORTED;
        byte[] datagram =
                isRaw(key) ? null : ReplyEncoder.failure(key.name(), key.id(), status, "the agent ended while it ran");
        return new StoredAnswer(status.wireName(), datagram);
    }

    /** Nothing of ours is mixed into a protocol of the user's own. */
    private boolean isRaw(CommandKey key) {
        HandlerPolicy policy = config.handlerPolicies().get(key.name());
        boolean byHandler = policy != null && policy.reply() == ReplyMode.RAW;
        boolean byRoute = key.id() == null
                && config.routes().stream()
                        .anyMatch(route -> route.handler().equals(key.name()) && route.reply() == ReplyMode.RAW);
        return byHandler || byRoute;
    }
}

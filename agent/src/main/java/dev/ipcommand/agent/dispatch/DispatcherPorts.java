package dev.ipcommand.agent.dispatch;

import dev.ipcommand.agent.journal.CommandLedger;
import dev.ipcommand.agent.security.TokenVerifier;

/** What the dispatcher talks to. */
public record DispatcherPorts(
        ReplySink replies, MessageSink outbox, CommandLedger ledger, TokenVerifier verifier, DispatchClock clock) {}

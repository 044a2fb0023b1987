package dev.ipcommand.agent.dispatch;

/** What the dispatcher talks to. */
public record DispatcherPorts(ReplySink replies, MessageSink outbox, DispatchClock clock) {}

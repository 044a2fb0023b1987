/**
 * What a handler author compiles against, and the author's guide.
 *
 * <p><b>What a handler is.</b> A class that answers one command. A sender sends {@code greet#7: bob}; the agent finds the
 * handler named {@code greet}, gives it an {@link dev.ipcommand.handler.IpCommand} with the arguments {@code bob}, and
 * sends its {@link dev.ipcommand.handler.Reply} back as {@code greet#7: hi bob}. This is all of it:
 *
 * <pre>{@code
 * public final class GreetProvider implements CommandHandlerProvider {
 *     public String name() {
 *         return "greet";
 *     }
 *
 *     public CommandHandler create(HandlerSettings settings) {
 *         String greeting = settings.get("greeting").orElse("hello");
 *         return (command, context) -> Reply.text(greeting + " " + command.text());
 *     }
 * }
 * }</pre>
 *
 * <p>with the provider's class name as the one line of
 * {@code META-INF/services/dev.ipcommand.handler.CommandHandlerProvider}. One jar may have up to 64 providers.
 *
 * <p><b>Settings.</b> Text from {@code [handler.greet.settings]} of the configuration, read once, in {@code create}. What
 * cannot be used is refused there with {@link dev.ipcommand.handler.InvalidSettingException}, so that the operator learns
 * of it at start and not from the first command.
 *
 * <p><b>Replies.</b> Text, bytes, nothing, or a failure with a {@link dev.ipcommand.handler.CommandStatus} and a reason of
 * one line. A datagram has 1300 bytes; a longer answer is not cut but becomes {@code resource-exhausted}. An exception
 * becomes {@code internal} with its class's simple name; the message goes to the device's log only. Longer reports and
 * news that nobody asked for go through {@link dev.ipcommand.handler.CommandContext#send}: a durable queue of messages
 * that leave when the data session is up.
 *
 * <p><b>Threads and the deadline.</b> At most {@link dev.ipcommand.handler.CommandHandlerProvider#concurrency()} threads
 * call a handler at a time, 1 by default, in the order of arrival. At the deadline (10 s unless {@code [handler.greet]}
 * says otherwise) the calling thread is interrupted and the sender reads {@code deadline-exceeded}: whatever blocks should
 * end with the {@code InterruptedException} it gets. A call that ignores its interrupt for 5 s is abandoned and the
 * handler answers {@code unavailable} until it returns. Threads that a handler starts are its own business: it ends them
 * in {@code close}, or they keep the old version in memory for good.
 *
 * <p><b>Repeats.</b> The network loses datagrams, so senders send again. With an id a command runs once and its repeats
 * get the stored answer, unless the provider is {@code repeatable()}. Without an id every datagram runs.
 *
 * <p><b>Trust.</b> A handler runs in the agent's process: it shares its memory and may do what the agent may do. The
 * arguments come from the network: check them before use. {@code source()} can be forged and proves nothing;
 * {@code principal()} of a signed command was verified.
 *
 * <p><b>Libraries.</b> A jar has a class loader of its own that sees the JDK and {@code dev.ipcommand.handler}, nothing of
 * the agent's. Other libraries go into the same jar (shade them); a {@code Class-Path} in the manifest is refused.
 *
 * <p><b>Testing</b> needs no agent: {@link dev.ipcommand.handler.test.HandlerTester} calls a handler as the agent would.
 *
 * <pre>{@code
 * HandlerTester.of(new GreetProvider()).setting("greeting", "hi").send("bob").expectText("hi bob");
 * }</pre>
 *
 * <p><b>Installing.</b> Copy the jar beside its place and rename it into {@code /usr/local/lib/ipcommand/plugins}, owned
 * by root, writable by its owner alone, and say in the configuration who may call it ({@code allow} in
 * {@code [handler.greet]}; nobody may by default). A jar that is added, replaced or removed is noticed within some
 * seconds. A new version gets new calls at once; the old one is closed after its last call has ended. So both may exist
 * for a moment: open what only one can hold (a serial port) in the call, not in {@code create}.
 *
 * <p>This package depends on the JDK alone; anything may depend on it.
 */
@NullMarked
package dev.ipcommand.handler;

import org.jspecify.annotations.NullMarked;

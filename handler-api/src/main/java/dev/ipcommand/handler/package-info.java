/**
 * What a handler author compiles against.
 *
 * <p>A handler is a {@link dev.ipcommand.handler.CommandHandler}; a
 * {@link dev.ipcommand.handler.CommandHandlerProvider}, named in
 * {@code META-INF/services/dev.ipcommand.handler.CommandHandlerProvider} of a jar, makes it. The agent gives the handler
 * an {@link dev.ipcommand.handler.IpCommand} and a {@link dev.ipcommand.handler.CommandContext} and sends its
 * {@link dev.ipcommand.handler.Reply}.
 *
 * <p>This package depends on the JDK alone; anything may depend on it.
 */
@NullMarked
package dev.ipcommand.handler;

import org.jspecify.annotations.NullMarked;

/**
 * Begins new handlers: a script with its sidecar, or a Maven project in Java. Writes files and nothing else.
 *
 * <p>The texts are templates in this package's resources; {@code examples/java-handler} is one of them filled in.
 *
 * <p>Uses {@code agent.command} and {@code handler-api}; the command line uses it.
 */
@NullMarked
package dev.ipcommand.agent.authoring;

import org.jspecify.annotations.NullMarked;

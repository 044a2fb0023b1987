/**
 * Tests a handler as the agent would call it, in one line, with any test framework.
 *
 * <p>Depends on {@code dev.ipcommand.handler} and the JDK alone. For handler authors; the agent does not use it.
 */
@NullMarked
package dev.ipcommand.handler.test;

import org.jspecify.annotations.NullMarked;

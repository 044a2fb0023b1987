/**
 * The one table of error codes and the exception that carries a row of it to the client. Everybody in the stub may depend
 * on it; it depends on nothing.
 */
@NullMarked
package dev.ipcommand.stub.error;

import org.jspecify.annotations.NullMarked;

/**
 * Faults a bench asks for: rules with a count, for HTTP requests and for deliveries. Used by command, api and control.
 */
@NullMarked
package dev.ipcommand.stub.fault;

import org.jspecify.annotations.NullMarked;

/**
 * Faults a bench asks for: rules with a count, for HTTP requests and for deliveries. Used by command, api, control and the wiring.
 */
@NullMarked
package dev.ipcommand.stub.fault;

import org.jspecify.annotations.NullMarked;

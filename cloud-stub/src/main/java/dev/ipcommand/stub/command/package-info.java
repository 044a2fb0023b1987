/**
 * IP Commands: the resource, its bounded store, and both directions (mobile-terminated and mobile-originated). Free of HTTP;
 * the api package is its only caller besides the wiring and the gateway.
 */
@NullMarked
package dev.ipcommand.stub.command;

import org.jspecify.annotations.NullMarked;

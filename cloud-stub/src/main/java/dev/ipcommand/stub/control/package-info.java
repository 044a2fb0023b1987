/**
 * The bench's own interface under {@code /_stub/}: health, network, faults, clock, deliveries, events. No part of the
 * emulated platform; only the wiring and the command line may depend on it.
 */
@NullMarked
package dev.ipcommand.stub.control;

import org.jspecify.annotations.NullMarked;

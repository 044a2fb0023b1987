/**
 * The bench's own interface: the console at {@code /}, and under {@code /_stub/} health, Sims and their network, commands,
 * faults, clock, deliveries, events. No part of the emulated platform; only the wiring and cli may depend on it.
 */
@NullMarked
package dev.ipcommand.stub.control;

import org.jspecify.annotations.NullMarked;

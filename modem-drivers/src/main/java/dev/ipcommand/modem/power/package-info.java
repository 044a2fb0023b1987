/**
 * Power for a modem that no longer listens: PWRKEY, RESET and power-cut pulses on lines of the pin header.
 *
 * <p>{@link dev.ipcommand.modem.power.PowerBoard} says which lines a board has and how long they are driven, and
 * {@link dev.ipcommand.modem.power.PowerBoards} has the boards that are known: data, each with its source.
 * {@link dev.ipcommand.modem.power.PowerControl} drives them. When to do so is for the caller's recovery to decide.
 *
 * <p>Depends on {@code modem.gpio}; a configuration and a session may use it.
 */
@NullMarked
package dev.ipcommand.modem.power;

import org.jspecify.annotations.NullMarked;

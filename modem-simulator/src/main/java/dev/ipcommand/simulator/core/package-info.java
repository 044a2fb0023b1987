/**
 * What every modem has: power, SIM, radio, PDP contexts and non-volatile settings. Depends on {@code at},
 * {@code fault}, {@code network} and {@code time}; {@code dialect}, {@code control} and the wiring use it.
 */
@NullMarked
package dev.ipcommand.simulator.core;

import org.jspecify.annotations.NullMarked;

package dev.ipcommand.modem.power;

import dev.ipcommand.modem.gpio.Level;

/**
 * A line of the pin header.
 *
 * @param line its BCM number
 * @param active the level on the header's pin, not on the module's, at which it does (or says) what it is named after
 */
public record PowerLine(int line, Level active) {}

/**
 * The way in: from a port's name to an identified {@link dev.ipcommand.modem.Modem}. The only package that knows both
 * the drivers and the serial port; nothing in this module may depend on it.
 */
@NullMarked
package dev.ipcommand.modem.connection;

import org.jspecify.annotations.NullMarked;

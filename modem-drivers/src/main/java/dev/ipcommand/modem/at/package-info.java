/**
 * The AT engine: one port, one command in flight, URCs in order. V.250 and 27.007 only; dialects come in as data.
 *
 * <p>Three layers: {@link dev.ipcommand.modem.at.AtLexer} makes tokens of bytes, {@link dev.ipcommand.modem.at.AtEngine} is
 * the protocol as a state machine without threads or clock (its transition table is in its documentation, that of getting
 * back in step in {@link dev.ipcommand.modem.at.Resync}), {@link dev.ipcommand.modem.at.PortAtChannel} puts the threads
 * round it. Drivers, commands, serial port and trace may depend on this package; it depends on
 * {@code dev.ipcommand.modem} for the kinds of failure only.
 */
@NullMarked
package dev.ipcommand.modem.at;

import org.jspecify.annotations.NullMarked;

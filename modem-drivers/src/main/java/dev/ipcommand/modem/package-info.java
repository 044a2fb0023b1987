/**
 * What the rest of a product sees of a cellular modem: its identity, SIM, registration, data context and UDP endpoints,
 * without a line of AT text.
 *
 * <p>Nothing in this module knows of IP Commands. {@code modem.at} is the AT engine, {@code modem.command} the typed
 * commands, {@code modem.driver} one package per dialect, {@code modem.serial} the only user of jSerialComm.
 */
@NullMarked
package dev.ipcommand.modem;

import org.jspecify.annotations.NullMarked;

/**
 * What a dialect's driver is: {@link dev.ipcommand.modem.driver.ModemDriver}. One package per dialect below; those depend on
 * this one and on {@code generic}, never on each other.
 */
@NullMarked
package dev.ipcommand.modem.driver;

import org.jspecify.annotations.NullMarked;

/**
 * Lines of a gateway's pin header: opened by name, set to a safe level when opened and again when closed.
 *
 * <p>{@link dev.ipcommand.modem.gpio.GpioBoard} opens the host's lines; everything else sees
 * {@link dev.ipcommand.modem.gpio.GpioLines} and {@link dev.ipcommand.modem.gpio.GpioLine}, which know nothing of the
 * library. This is the only package that knows pi4j, and only {@code GpiodLines} names it: where no line is configured no
 * class of pi4j is loaded, and its jars may even be missing.
 *
 * <p>Depends on the JDK and pi4j. A handler of the agent and the modem's power sequences may use it.
 */
@NullMarked
package dev.ipcommand.modem.gpio;

import org.jspecify.annotations.NullMarked;

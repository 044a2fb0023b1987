/**
 * The world beyond the antenna: attaching to a packet network and the UDP sockets of the embedded stack. Depends on
 * the JDK and Jackson; {@code core}, {@code dialect} and the wiring use it.
 */
@NullMarked
package dev.ipcommand.simulator.network;

import org.jspecify.annotations.NullMarked;

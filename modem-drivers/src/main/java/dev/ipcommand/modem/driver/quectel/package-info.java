/** Quectel's {@code AT+QI…} dialect: EC2x, EG9x, BG9x. BG96 TCP/IP AT manual V1.0 unless said otherwise. */
@NullMarked
package dev.ipcommand.modem.driver.quectel;

import org.jspecify.annotations.NullMarked;

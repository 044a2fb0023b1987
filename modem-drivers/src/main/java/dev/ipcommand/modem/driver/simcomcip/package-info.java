/** SIMCom's {@code AT+CIP…} dialect: SIM7500/SIM7600, A76xx, SIM767x. SIM7500_SIM7600 AT manual V3.00 unless said otherwise. */
@NullMarked
package dev.ipcommand.modem.driver.simcomcip;

import org.jspecify.annotations.NullMarked;

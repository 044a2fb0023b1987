/** SIM7070, SIM7080 and SIM7090: the CA sockets and the application's own network context. */
@NullMarked
package dev.ipcommand.modem.driver.simcomca;

import org.jspecify.annotations.NullMarked;

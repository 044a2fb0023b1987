/**
 * Serial ports: the only package that knows jSerialComm. Finds a tty, also under another name than before, takes its
 * lock, says why it cannot be opened, and notices when it is gone. The engine sees {@code AtPort} only.
 */
@NullMarked
package dev.ipcommand.modem.serial;

import org.jspecify.annotations.NullMarked;

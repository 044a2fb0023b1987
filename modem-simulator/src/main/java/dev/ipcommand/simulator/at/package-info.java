/**
 * V.250: command lines in, information text and result codes out, with URCs kept out of both. Knows no command by
 * name. Depends on {@code time} and {@code fault}; {@code core} and {@code dialect} use it.
 */
@NullMarked
package dev.ipcommand.simulator.at;

import org.jspecify.annotations.NullMarked;

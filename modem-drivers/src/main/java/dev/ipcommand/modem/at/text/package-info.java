/**
 * The text inside command lines and answers: typed parameters, quoting, refusal of what could inject. Depends on nothing;
 * commands and drivers use it.
 */
@NullMarked
package dev.ipcommand.modem.at.text;

import org.jspecify.annotations.NullMarked;

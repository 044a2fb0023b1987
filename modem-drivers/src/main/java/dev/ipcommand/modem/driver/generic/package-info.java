/**
 * 27.007 and nothing else: what every dialect inherits and overrides where it differs. Has no UDP sockets of its own.
 */
@NullMarked
package dev.ipcommand.modem.driver.generic;

import org.jspecify.annotations.NullMarked;

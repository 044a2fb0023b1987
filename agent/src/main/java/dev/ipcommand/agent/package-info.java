/**
 * The daemon: {@code Main} chooses what to run, {@code Agent} puts the parts together by constructors.
 *
 * <p>May use every package of this module; nothing depends on it.
 */
@NullMarked
package dev.ipcommand.agent;

import org.jspecify.annotations.NullMarked;

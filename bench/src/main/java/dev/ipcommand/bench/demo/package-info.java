/**
 * The whole loop on one machine, with the life of one command told in times.
 *
 * <p>Uses {@code rig}, {@code live} and {@code api}; only the command line uses it.
 */
@NullMarked
package dev.ipcommand.bench.demo;

import org.jspecify.annotations.NullMarked;

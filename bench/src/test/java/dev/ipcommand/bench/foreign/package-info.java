/**
 * Modems that are not the simulator: written from the vendors' documented behaviour, without the simulator's AT logic
 * and without the drivers' tables, to find what those two agree on and the documents do not say. Only the tests of this
 * package use it; it takes nothing but the pseudo-terminal from the simulator.
 */
@NullMarked
package dev.ipcommand.bench.foreign;

import org.jspecify.annotations.NullMarked;

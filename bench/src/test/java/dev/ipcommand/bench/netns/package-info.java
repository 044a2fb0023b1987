/**
 * The agent on the addresses of a real Super SIM: in a network namespace of its own, with 100.64.0.1 in another. Needs root
 * with CAP_SYS_ADMIN and iproute2; without, the tests are skipped and say why. Only the tests of this package use it.
 */
@NullMarked
package dev.ipcommand.bench.netns;

import org.jspecify.annotations.NullMarked;

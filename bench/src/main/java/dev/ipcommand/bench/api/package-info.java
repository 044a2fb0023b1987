/**
 * A client of the public IP Commands API: Twilio's, KORE's or the stub's, told apart by URL and authentication alone.
 *
 * <p>Uses nothing of the bench; {@code live}, {@code rig}, {@code demo} and {@code campaign} use it.
 */
@NullMarked
package dev.ipcommand.bench.api;

import org.jspecify.annotations.NullMarked;

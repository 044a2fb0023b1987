/**
 * Transcripts of a tty: {@link dev.ipcommand.modem.trace.TrafficRecorder} writes one, redacted, {@link dev.ipcommand.modem.trace.ReplayPort}
 * plays one back, so that a field report becomes a test by being saved. Depends on the engine's port and block rules only.
 *
 * <p>One record a line: {@code <tag> > <bytes>} host to modem, {@code <tag> < <bytes>} modem to host, {@code ~ <ms>} pause,
 * {@code # <text>} comment, {@code = <name> <bytes>} names bytes that {@code {name}} stands for. Bytes are ASCII with C escapes
 * ({@code \r \n \x1A \\}); a record ends with its line, a blank at its end is {@code \x20}.
 */
@NullMarked
package dev.ipcommand.modem.trace;

import org.jspecify.annotations.NullMarked;

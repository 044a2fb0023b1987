/** The simulator's specification: transcripts, tables and a hand-driven clock; a few runs on a real pseudo-terminal. */
@NullMarked
package dev.ipcommand.simulator;

import org.jspecify.annotations.NullMarked;

/**
 * The bench: puts stub, simulator and agent together as processes, over their public interfaces only.
 *
 * <p>{@code Main} starts the command line. Nothing depends on this package; production code here uses picocli, Jackson
 * and the JDK, never a class of the parts it drives.
 */
@NullMarked
package dev.ipcommand.bench;

import org.jspecify.annotations.NullMarked;

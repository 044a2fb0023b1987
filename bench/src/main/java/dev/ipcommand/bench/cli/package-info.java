/**
 * The command line of the bench: options, exit statuses, what is printed. The only user of picocli and of standard
 * output; nothing but {@code Main} depends on it.
 */
@NullMarked
package dev.ipcommand.bench.cli;

import org.jspecify.annotations.NullMarked;

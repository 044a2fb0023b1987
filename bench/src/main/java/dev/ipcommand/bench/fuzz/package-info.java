/** Coverage-guided runs of the fuzz tests of all modules. Knows their names and how Jazzer is started, nothing else of them. */
@NullMarked
package dev.ipcommand.bench.fuzz;

import org.jspecify.annotations.NullMarked;

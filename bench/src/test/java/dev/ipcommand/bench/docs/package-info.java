/** Documents that are run: what a page says to type is typed, and what it shows is what comes. */
@NullMarked
package dev.ipcommand.bench.docs;

import org.jspecify.annotations.NullMarked;

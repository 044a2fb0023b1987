@NullMarked
package dev.ipcommand.bench;

import org.jspecify.annotations.NullMarked;

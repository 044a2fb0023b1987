@NullMarked
package dev.ipcommand.simulator;

import org.jspecify.annotations.NullMarked;

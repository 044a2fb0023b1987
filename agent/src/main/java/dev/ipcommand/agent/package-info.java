@NullMarked
package dev.ipcommand.agent;

import org.jspecify.annotations.NullMarked;

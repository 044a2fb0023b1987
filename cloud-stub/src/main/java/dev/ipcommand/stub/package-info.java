@NullMarked
package dev.ipcommand.stub;

import org.jspecify.annotations.NullMarked;

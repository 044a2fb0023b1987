/**
 * The command line of the stub. The only package that knows picocli.
 */
@NullMarked
package dev.ipcommand.stub.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The file a stub can be set up with: read strictly, every problem with file, line, key, what was found and what is allowed.
 *
 * <p>The only user of tomlj; depends on account, api, control, error, network and webhook. Only cli depends on it.
 */
@NullMarked
package dev.ipcommand.stub.config;

import org.jspecify.annotations.NullMarked;

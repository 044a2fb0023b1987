/**
 * The documented REST API, as clients of the platform see it: exposure rules, authentication, strict forms, paging, JSON
 * representations. Javalin and Jackson stay here and in the control package.
 */
@NullMarked
package dev.ipcommand.stub.api;

import org.jspecify.annotations.NullMarked;

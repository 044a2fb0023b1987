/**
 * The documented REST API, as clients of the platform see it: exposure rules, authentication, strict forms, paging, JSON
 * representations. Javalin stays here and in the control package; Jackson, too, but for the nodes in which
 * config hands fields to control.
 */
@NullMarked
package dev.ipcommand.stub.api;

import org.jspecify.annotations.NullMarked;

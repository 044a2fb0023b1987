/**
 * What differs between the platforms that serve this API, Twilio's and KORE's: a row of data each, and the names they serve
 * under. Used by webhook, api, cli and the wiring; depends on nothing of the stub.
 */
@NullMarked
package dev.ipcommand.stub.dialect;

import org.jspecify.annotations.NullMarked;

/**
 * What differs between the platforms that serve this API, Twilio's and KORE's: a row of data each, used by webhook, api and
 * the wiring. Depends on nothing of the stub.
 */
@NullMarked
package dev.ipcommand.stub.dialect;

import org.jspecify.annotations.NullMarked;

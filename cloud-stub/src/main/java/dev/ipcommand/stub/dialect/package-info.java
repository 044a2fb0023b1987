/**
 * What differs between the platforms that serve this API: Twilio's today, KORE's to come. A row of data each, and the
 * names they serve under; used by webhook, api, cli and the wiring.
 */
@NullMarked
package dev.ipcommand.stub.dialect;

import org.jspecify.annotations.NullMarked;

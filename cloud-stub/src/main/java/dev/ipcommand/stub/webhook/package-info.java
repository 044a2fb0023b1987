/**
 * Callbacks to the customer's own server: signature, delivery per destination, and the log of deliveries. Knows nothing of
 * commands; a delivery never changes one.
 */
@NullMarked
package dev.ipcommand.stub.webhook;

import org.jspecify.annotations.NullMarked;

/**
 * Callbacks to the customer's own server: signatures, delivery per destination, and the log of deliveries. Knows nothing of
 * commands; a delivery never changes one. Depends on dialect, error and event.
 */
@NullMarked
package dev.ipcommand.stub.webhook;

import org.jspecify.annotations.NullMarked;

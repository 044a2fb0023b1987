/**
 * The bench CA and the certificates it signs, so that clients which insist on the platforms' names over TLS can be led here.
 * The CA is made when it is first needed, lives 30 days in a directory of its user's own, and is never for a system store.
 *
 * <p>Used by api (the tunnels) and cli ({@code cloud-stub ca}); depends on nothing of the stub but the list of names. Bouncy
 * Castle stays here: the JDK reads certificates but makes none.
 */
@NullMarked
package dev.ipcommand.stub.tls;

import org.jspecify.annotations.NullMarked;

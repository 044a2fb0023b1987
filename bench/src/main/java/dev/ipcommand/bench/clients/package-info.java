/**
 * {@code bench clients}: the platform's public clients, unmodified, against a stub of their own, through CONNECT and TLS. Used
 * by the command line and by tests; drives processes and nothing else.
 */
@NullMarked
package dev.ipcommand.bench.clients;

import org.jspecify.annotations.NullMarked;

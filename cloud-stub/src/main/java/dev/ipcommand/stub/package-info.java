/**
 * A stand-in for the Super SIM IP Commands platform, for a desk: REST API, webhooks and packet network in one process, all
 * state in memory.
 *
 * <p>A mobile-terminated command is created by {@code POST /v1/IpCommands}, leaves the gateway socket as one datagram to the
 * address its Sim is attached under, and becomes {@code sent}; if the Sim is not attached it becomes {@code failed} with
 * 83401. A datagram from an attached device becomes a {@code received} resource and a webhook call to the Fleet's
 * {@code ip_commands_url}. What the real platform leaves undocumented is decided here and can be switched:
 *
 * <ul>
 *   <li>an empty required parameter, the payload included, counts as missing (400, 20001);
 *   <li>of a repeated parameter the first value counts; unknown parameters are ignored;
 *   <li>the limit of 1300 bytes counts UTF-8 bytes of text and decoded bytes of Base64, or its characters
 *       ({@code --count-base64});
 *   <li>Base64 is strict: padded, no white space, no stray bits; it is decoded before it is sent;
 *   <li>a {@code queued} callback is sent only with {@code --callback-queued};
 *   <li>{@code SimUniqueName} of a Sim without a name is empty, or absent ({@code --omit-sim-name});
 *   <li>a callback's {@code X-Twilio-Signature} covers its URL as it was configured, without the fragment;
 *   <li>callbacks come from the platform that serves the API, or from the other ({@code --callbacks kore}: what has happened
 *       to Twilio's customers since November 2024);
 *   <li>KORE's callbacks are retried after the documented statuses only, not after no answer; 15 s count over both tries;
 *       plain http is called too; a GET has the same headers, and its signature covers no parameters;
 *   <li>KORE refuses a request without credentials with 401, with any but a good bearer token with 403;
 *   <li>a mobile-originated datagram over 1300 bytes is cut to 1300 and flagged in its event, or kept
 *       ({@code --oversize keep});
 *   <li>lists are newest first; a page size over the maximum is clamped to it;
 *   <li>the store keeps the newest 100 000 commands of the last 30 days, or as many as 32 MiB of payloads allow;
 *   <li>delay, loss and the rest concern datagrams towards the Sim unless {@code applies_to} says otherwise;
 *   <li>a Sim is registered with any ICCID of 19 or 20 digits that begins with 89 and any code of ten letters and digits;
 *   <li>the first account is the parent of all others: it may give them its new Sims;
 *   <li>{@code scheduled} lasts until the next turn of the worker;
 *   <li>HEAD, a foreign {@code Origin}, more than 100 parameters and a page token of another list are refused;
 *   <li>leases and retention follow the platform clock, which {@code POST /_stub/clock} advances; what is under way and how
 *       devices sleep follow network time, which it advances too, and which a step of the system's clock leaves alone;
 *   <li>a command to a device that sleeps is {@code sent}; the network keeps up to 10 datagrams for 60 s until the device
 *       listens ({@code buffer}, {@code buffer_ms}, {@code buffer_datagrams});
 *   <li>a Sim keeps its address over a detach unless {@code new_address} is set;
 *   <li>TLS certificates follow the machine's;
 *   <li>every emulated host serves the whole API, whatever the dialect; URLs in answers start with {@code https://} and that
 *       host, else with {@code --public-base} or where the request went to.
 * </ul>
 *
 * <p>This package is the wiring; only {@code cli} and tests may depend on it. It depends on no other module.
 */
@NullMarked
package dev.ipcommand.stub;

import org.jspecify.annotations.NullMarked;

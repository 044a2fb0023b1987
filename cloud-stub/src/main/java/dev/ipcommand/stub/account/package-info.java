/**
 * Accounts, Network Access Profiles, Fleets and Sims, how a Sim's status changes, and the world that a seed makes of them.
 * Used by the command, api and control packages; depends on error, event and webhook.
 */
@NullMarked
package dev.ipcommand.stub.account;

import org.jspecify.annotations.NullMarked;

/**
 * Accounts, Fleets and Sims, and the world that a seed makes of them. Used by the command, api and control packages.
 */
@NullMarked
package dev.ipcommand.stub.account;

import org.jspecify.annotations.NullMarked;

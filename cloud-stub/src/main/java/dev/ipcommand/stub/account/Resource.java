package dev.ipcommand.stub.account;

import java.util.Optional;

/** What an account owns and reaches by SID or by unique name; a value, replaced as a whole when it changes. */
public sealed interface Resource permits Sim, Fleet, NetworkAccessProfile {
    /** Two capitals for the kind, and 32 hex digits. */
    String sid();

    /** The account it belongs to. */
    String accountSid();

    /** The customer's name for it; unique among its kind in the account. */
    Optional<String> uniqueName();
}

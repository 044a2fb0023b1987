package dev.ipcommand.agent.security;

/** What a token is found to be: a {@link SignedCommand}, or refused with the first cause in the order of the checks. */
public sealed interface Verdict permits SignedCommand, Refusal {}

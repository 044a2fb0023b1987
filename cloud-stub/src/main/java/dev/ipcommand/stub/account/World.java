package dev.ipcommand.stub.account;

import java.util.List;

/** What exists when the stub starts. */
public record World(List<Account> accounts, List<NetworkAccessProfile> profiles, List<Fleet> fleets, List<Sim> sims) {}

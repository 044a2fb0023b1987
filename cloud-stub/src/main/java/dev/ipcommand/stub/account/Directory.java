package dev.ipcommand.stub.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who exists: accounts, Fleets, Sims. Every look-up is within one account, except {@link #anySim}, which is for the bench.
 *
 * <p>Threading: safe; values are immutable and replaced as a whole.
 */
public final class Directory {
    private record Credential(Account account, String secret) {}

    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Credential> credentials = new HashMap<>();
    private final Map<String, Fleet> fleets = new LinkedHashMap<>();
    private final Map<String, Sim> sims = new LinkedHashMap<>();

    public Directory(World world) {
        for (Account account : world.accounts()) {
            accounts.put(account.sid(), account);
            credentials.put(account.sid(), new Credential(account, account.authToken()));
            account.apiKeys().forEach((key, secret) -> credentials.put(key, new Credential(account, secret)));
        }
        world.fleets().forEach(fleet -> fleets.put(fleet.sid(), fleet));
        world.sims().forEach(sim -> sims.put(sim.sid(), sim));
    }

    /** The account a user (AC… or SK…) and its secret belong to. Takes the same time wherever the secrets differ. */
    public Optional<Account> authenticate(String user, String secret) {
        Credential known = credentials.get(user);
        if (known == null) {
            return Optional.empty();
        }
        boolean same = MessageDigest.isEqual(
                known.secret().getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
        return same ? Optional.of(known.account()) : Optional.empty();
    }

    /** The account with this SID. */
    public Optional<Account> account(String sid) {
        return Optional.ofNullable(accounts.get(sid));
    }

    /** A Sim of the account, by SID or unique name. */
    public synchronized Optional<Sim> sim(String accountSid, String reference) {
        Sim bySid = sims.get(reference);
        if (bySid != null) {
            return Optional.of(bySid).filter(sim -> sim.accountSid().equals(accountSid));
        }
        return sims(accountSid).stream()
                .filter(sim -> sim.uniqueName().equals(Optional.of(reference)))
                .findFirst();
    }

    /** A Sim of whatever account, by SID or ICCID. */
    public synchronized Optional<Sim> anySim(String reference) {
        return sims.values().stream()
                .filter(sim -> sim.sid().equals(reference) || sim.iccid().equals(reference))
                .findFirst();
    }

    /** Every Sim there is, whatever its account, oldest first. */
    public synchronized List<Sim> allSims() {
        return List.copyOf(sims.values());
    }

    /** The account's Sims, oldest first. */
    public synchronized List<Sim> sims(String accountSid) {
        return sims.values().stream()
                .filter(sim -> sim.accountSid().equals(accountSid))
                .toList();
    }

    /** A Fleet of the account, by SID or unique name. */
    public synchronized Optional<Fleet> fleet(String accountSid, String reference) {
        return fleets(accountSid).stream()
                .filter(fleet ->
                        fleet.sid().equals(reference) || fleet.uniqueName().equals(reference))
                .findFirst();
    }

    /** The account's Fleets, oldest first. */
    public synchronized List<Fleet> fleets(String accountSid) {
        return fleets.values().stream()
                .filter(fleet -> fleet.accountSid().equals(accountSid))
                .toList();
    }

    /** Replaces a Sim by what {@code change} makes of it, as one step; the change may throw to refuse. */
    public synchronized Sim updateSim(String sid, UnaryOperator<Sim> change) {
        Sim changed = change.apply(sims.get(sid));
        sims.put(sid, changed);
        return changed;
    }

    /** Replaces a Fleet by what {@code change} makes of it, as one step. */
    public synchronized Fleet updateFleet(String sid, UnaryOperator<Fleet> change) {
        Fleet changed = change.apply(fleets.get(sid));
        fleets.put(sid, changed);
        return changed;
    }
}

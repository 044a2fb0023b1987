package dev.ipcommand.stub.account;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who exists: accounts, Network Access Profiles, Fleets, Sims. Every look-up is within one account, except {@link #anySim} and
 * {@link Table#bySid}, which are for the bench and the wiring.
 *
 * <p>Threading: safe; values are immutable and replaced as a whole. Bounds: at most 20 000 Sims, 1000 Fleets and 1000 profiles
 * beyond those the stub starts with.
 */
public final class Directory {
    private static final int MORE_SIMS = 20_000;
    private static final int MORE_OF_THE_REST = 1000;

    private record Credential(Account account, String secret) {}

    private final Map<String, Account> accounts = new HashMap<>();
    private final String parent;
    private final Map<String, Credential> credentials = new HashMap<>();
    private final Table<NetworkAccessProfile> profiles;
    private final Table<Fleet> fleets;
    private final Table<Sim> sims;
    private final Map<String, String> sidsByIccid = new HashMap<>();
    private final Map<String, Credential> clients = new HashMap<>();

    public Directory(World world) {
        for (Account account : world.accounts()) {
            accounts.put(account.sid(), account);
            credentials.put(account.sid(), new Credential(account, account.authToken()));
            clients.put(
                    account.kore().id(), new Credential(account, account.kore().secret()));
            account.apiKeys().forEach((key, secret) -> credentials.put(key, new Credential(account, secret)));
        }
        parent = world.accounts().get(0).sid();
        profiles = new Table<>(ErrorCode.NAME_TAKEN, world.profiles().size() + MORE_OF_THE_REST);
        fleets = new Table<>(ErrorCode.NAME_TAKEN, world.fleets().size() + MORE_OF_THE_REST);
        sims = new Table<>(ErrorCode.SIM_NAME_TAKEN, world.sims().size() + MORE_SIMS);
        world.profiles().forEach(profiles::add);
        world.fleets().forEach(fleets::add);
        world.sims().forEach(this::register);
    }

    /** The account a user (AC… or SK…) and its secret belong to. Takes the same time wherever the secrets differ. */
    public Optional<Account> authenticate(String user, String secret) {
        return check(credentials.get(user), secret);
    }

    /** The account an API client's id and its secret belong to, in the same way. */
    public Optional<Account> authenticateClient(String id, String secret) {
        return check(clients.get(id), secret);
    }

    private static Optional<Account> check(@Nullable Credential known, String secret) {
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

    /** True if an account may give a Sim to another: to itself, or as the first account, the parent of all others. */
    boolean mayGive(String from, String to) {
        return accounts.containsKey(to) && (from.equals(to) || from.equals(parent));
    }

    /** A Sim of the account, by SID or unique name. */
    public Optional<Sim> sim(String accountSid, String reference) {
        return sims.find(accountSid, reference);
    }

    /** A Sim of whatever account, by SID or ICCID, or by a unique name that only one account has given. */
    public synchronized Optional<Sim> anySim(String reference) {
        return sims.bySid(sidsByIccid.getOrDefault(reference, reference)).or(() -> {
            List<Sim> named = accounts.keySet().stream()
                    .flatMap(account -> sims.find(account, reference).stream())
                    .toList();
            return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
        });
    }

    /** Every Sim there is, whatever its account, oldest first. */
    public List<Sim> allSims() {
        return sims.all();
    }

    /** All Sims. */
    public Table<Sim> simTable() {
        return sims;
    }

    /** A Fleet of the account, by SID or unique name. */
    public Optional<Fleet> fleet(String accountSid, String reference) {
        return fleets.find(accountSid, reference);
    }

    /** All Fleets. */
    public Table<Fleet> fleetTable() {
        return fleets;
    }

    /** A Network Access Profile of the account, by SID or unique name. */
    public Optional<NetworkAccessProfile> profile(String accountSid, String reference) {
        return profiles.find(accountSid, reference);
    }

    /** All Network Access Profiles. */
    public Table<NetworkAccessProfile> profileTable() {
        return profiles;
    }

    /**
     * Adds a Sim.
     *
     * @throws ApiException if its ICCID is registered already, with the SID if it is the same account's
     */
    public synchronized Sim register(Sim sim) {
        Optional<Sim> present =
                Optional.ofNullable(sidsByIccid.get(sim.iccid())).flatMap(sims::bySid);
        if (present.isPresent()) {
            throw present.get().accountSid().equals(sim.accountSid())
                    ? new ApiException(
                            ErrorCode.SIM_ALREADY_YOURS, present.get().sid())
                    : new ApiException(ErrorCode.SIM_NOT_REGISTRABLE);
        }
        sims.add(sim);
        sidsByIccid.put(sim.iccid(), sim.sid());
        return sim;
    }

    /** Adds a Fleet. */
    public Fleet add(Fleet fleet) {
        return fleets.add(fleet);
    }

    /** Adds a Network Access Profile. */
    public NetworkAccessProfile add(NetworkAccessProfile profile) {
        return profiles.add(profile);
    }

    /** Replaces a Sim by what {@code change} makes of it, as one step; the change may throw to refuse. */
    public Sim updateSim(String sid, UnaryOperator<Sim> change) {
        return sims.replace(sid, change);
    }

    /** Replaces a Fleet by what {@code change} makes of it, as one step. */
    public Fleet updateFleet(String sid, UnaryOperator<Fleet> change) {
        return fleets.replace(sid, change);
    }

    /** Replaces a Network Access Profile by what {@code change} makes of it, as one step. */
    public NetworkAccessProfile updateProfile(String sid, UnaryOperator<NetworkAccessProfile> change) {
        return profiles.replace(sid, change);
    }
}

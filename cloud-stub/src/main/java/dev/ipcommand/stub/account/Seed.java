package dev.ipcommand.stub.account;

import dev.ipcommand.stub.webhook.CallbackMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that is equal at each start with the same number: identifiers, tokens, Sims. For a bench, not for secrets. */
public record Seed(long number) {
    /** The first Sim's; the others count up from it. */
    private static final long FIRST_ICCID = 8_988_307_000_000_000_001L;
    /** ICCIDs of one account. */
    private static final long ICCIDS_PER_ACCOUNT = 100_000;

    /** 32 hex digits that belong to {@code label}. */
    public String hex(String label) {
        return Sha256.hex(number + "/" + label).substring(0, 32);
    }

    /** The account with this index, from 0, with the credentials that derive from the seed. */
    public Account account(int index) {
        return new Account("AC" + hex("account/" + index), hex("token/" + index), Map.of());
    }

    /** One profile and Fleet for each account; {@code sims} active Sims in the first account's, one in each other. */
    public World world(List<Account> accounts, int sims, Optional<String> webhook, CallbackMethod method, Instant now) {
        List<NetworkAccessProfile> profiles = new ArrayList<>();
        List<Fleet> fleets = new ArrayList<>();
        List<Sim> all = new ArrayList<>();
        for (int a = 0; a < accounts.size(); a++) {
            String account = accounts.get(a).sid();
            String fleet = "HF" + hex("fleet/" + a);
            String profile = "HA" + hex("profile/" + a);
            profiles.add(new NetworkAccessProfile(profile, account, Optional.of("bench"), now, now));
            Fleet.Webhook hook = a == 0 ? new Fleet.Webhook(webhook, method) : Fleet.Webhook.NONE;
            Fleet.Settings settings =
                    Fleet.Settings.of(Optional.of("bench"), profile).with(hook);
            fleets.add(new Fleet(fleet, account, settings, now, now));
            for (int s = 1; s <= (a == 0 ? sims : 1); s++) {
                String iccid = String.format(Locale.ROOT, "%019d", FIRST_ICCID + a * ICCIDS_PER_ACCOUNT + s - 1);
                Optional<String> name = Optional.of("bench-" + s);
                String sid = "HS" + hex("sim/" + a + "/" + s);
                all.add(new Sim(sid, account, name, iccid, SimStatus.ACTIVE, Optional.of(fleet), now, now));
            }
        }
        return new World(List.copyOf(accounts), profiles, fleets, all);
    }
}

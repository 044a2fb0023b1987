package dev.ipcommand.stub.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.NetworkAccessProfile;
import dev.ipcommand.stub.account.Resource;
import dev.ipcommand.stub.account.Seed;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.account.SimStatus;
import dev.ipcommand.stub.account.World;
import dev.ipcommand.stub.control.Fields;
import dev.ipcommand.stub.control.NetworkFields;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.webhook.CallbackMethod;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tables that say who exists. SIDs derive from the seed and the name or ICCID: equal at each start. */
record WorldTables(List<Section> profiles, List<Section> fleets, List<Section> sims) {
    private static final Pattern NAME = Pattern.compile("(?![A-Z]{2}[0-9a-fA-F]{32}$)[^\\p{Cntrl}]{1,64}");
    private static final Pattern ANY = Pattern.compile(".{0,2048}");
    private static final Pattern ICCID = Pattern.compile("89[0-9]{17,18}");
    private static final String NAMES = "1 to 64 characters, no control characters and no SID";
    private static final String NETWORK = "network";

    ConfigFile.Start addTo(World seeded, Seed seed, Instant now) {
        World world = new World(
                seeded.accounts(),
                new ArrayList<>(seeded.profiles()),
                new ArrayList<>(seeded.fleets()),
                new ArrayList<>(seeded.sims()));
        for (Section section : profiles) {
            profile(section, world, seed, now).ifPresent(world.profiles()::add);
            section.end();
        }
        for (Section section : fleets) {
            fleet(section, world, seed, now).ifPresent(world.fleets()::add);
            section.end();
        }
        Map<String, Change> network = new LinkedHashMap<>();
        for (Section section : sims) {
            Optional<Sim> sim = sim(section, world, seed, now);
            Optional<Change> change = section.section(NETWORK).flatMap(WorldTables::change);
            sim.ifPresent(world.sims()::add);
            sim.ifPresent(s -> change.ifPresent(c -> network.put(s.sid(), c)));
            section.end();
        }
        return new ConfigFile.Start(world, network);
    }

    private static Optional<NetworkAccessProfile> profile(Section section, World world, Seed seed, Instant now) {
        String account = account(section, world);
        return name(section, account, world.profiles())
                .map(name -> new NetworkAccessProfile(
                        "HA" + seed.hex("profile/" + account + "/" + name), account, Optional.of(name), now, now));
    }

    private static Optional<Fleet> fleet(Section section, World world, Seed seed, Instant now) {
        String account = account(section, world);
        String profile = reference(section, "network_access_profile", account, world.profiles());
        Fleet.Data data = new Fleet.Data(
                section.flag("data_enabled").orElse(true),
                section.whole("data_limit", 1, Fleet.Data.MAX_LIMIT)
                        .map(Long::intValue)
                        .orElse(Fleet.Data.DEFAULT.limitMegabytes()));
        Optional<String> url = OptionKey.callbackUrl(section, "ip_commands_url", Path.of(""));
        CallbackMethod method = section.choice("ip_commands_method", "GET", "POST")
                .map(CallbackMethod::valueOf)
                .orElse(CallbackMethod.POST);
        return name(section, account, world.fleets())
                .map(name -> new Fleet(
                        "HF" + seed.hex("fleet/" + account + "/" + name),
                        account,
                        Fleet.Settings.of(Optional.of(name), profile).with(data).with(new Fleet.Webhook(url, method)),
                        now,
                        now));
    }

    private static Optional<Sim> sim(Section section, World world, Seed seed, Instant now) {
        String account = account(section, world);
        Optional<String> iccid = section.text("iccid", ICCID, "19 or 20 digits that begin with 89");
        Optional<String> name =
                section.raw("unique_name") != null ? name(section, account, world.sims()) : Optional.empty();
        SimStatus status = section.choice("status", "new", "ready", "active", "inactive")
                .map(word -> SimStatus.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(SimStatus.ACTIVE);
        boolean without = Optional.of("").equals(section.text("fleet", ANY, "a Fleet's unique_name"));
        Optional<String> fleet =
                without ? Optional.empty() : Optional.of(reference(section, "fleet", account, world.fleets()));
        if (without && (status == SimStatus.READY || status == SimStatus.ACTIVE)) {
            section.wrong("fleet", "a Fleet, for a Sim that is ready or active");
        }
        if (iccid.isEmpty()) {
            section.wrong("needs a usable iccid");
            return Optional.empty();
        }
        if (world.sims().stream().anyMatch(sim -> sim.iccid().equals(iccid.get()))) {
            section.wrong("iccid", "each Sim once; the seed's begin with 8988307 and sims = 0 leaves them out");
        }
        String sid = "HS" + seed.hex("sim/" + iccid.get());
        return Optional.of(new Sim(sid, account, name, iccid.get(), status, fleet, now, now));
    }

    /** The account a table belongs to; the first one if it says nothing. */
    private static String account(Section section, World world) {
        List<String> sids = world.accounts().stream().map(Account::sid).toList();
        Optional<String> asked = section.text("account", ANY, "an account's sid");
        if (asked.isPresent() && !sids.contains(asked.get())) {
            section.wrong("account", "one of " + sids);
        }
        return asked.filter(sids::contains).orElse(sids.get(0));
    }

    private static Optional<String> name(Section section, String account, List<? extends Resource> there) {
        Optional<String> name = section.text("unique_name", NAME, NAMES);
        if (name.isPresent() && find(account, name.get(), there).isPresent()) {
            section.wrong("unique_name", "a name that no other of its account has");
            return Optional.empty();
        }
        if (section.raw("unique_name") == null) {
            section.wrong("needs a unique_name");
        }
        return name;
    }

    /** The SID of what a key names; that of the account's first if the key is absent. */
    private static String reference(Section section, String key, String account, List<? extends Resource> there) {
        List<String> names = there.stream()
                .filter(each -> each.accountSid().equals(account))
                .flatMap(each -> each.uniqueName().stream())
                .toList();
        String name = section.text(key, ANY, "one of " + names).orElse(names.isEmpty() ? "" : names.get(0));
        Optional<String> found = find(account, name, there);
        if (found.isEmpty() && section.raw(key) instanceof String) {
            section.wrong(key, "one of " + names);
        }
        return found.orElse("");
    }

    private static Optional<String> find(String account, String name, List<? extends Resource> there) {
        return there.stream()
                .filter(each ->
                        each.accountSid().equals(account) && each.uniqueName().equals(Optional.of(name)))
                .map(Resource::sid)
                .findFirst();
    }

    /** Key by key first, so that each problem has its line. */
    private static Optional<Change> change(Section section) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode all = json.objectNode();
        boolean fits = true;
        for (String key : section.keys()) {
            Object value = section.raw(key);
            ObjectNode one = json.objectNode();
            if (value instanceof Boolean flag) {
                one.put(key, flag);
            } else if (value instanceof Long number) {
                one.put(key, number);
            } else if (value instanceof Double number) {
                one.put(key, number);
            } else {
                one.put(key, value instanceof String text ? text : "a table or list");
            }
            try {
                NetworkFields.change(new Fields(one, NetworkFields.NAMES));
                all.setAll(one);
            } catch (ApiException e) {
                section.wrong(key, e.text().replaceFirst("^Invalid parameter [a-z_]+: ", ""));
                fits = false;
            }
        }
        return fits ? Optional.of(NetworkFields.change(new Fields(all, NetworkFields.NAMES))) : Optional.empty();
    }
}

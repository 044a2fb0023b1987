package dev.ipcommand.stub.cli;

import dev.ipcommand.stub.StubSettings;
import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Seed;
import dev.ipcommand.stub.account.World;
import dev.ipcommand.stub.api.PublicBase;
import dev.ipcommand.stub.command.Switches;
import dev.ipcommand.stub.config.ConfigException;
import dev.ipcommand.stub.config.ConfigFile;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.webhook.CallbackMethod;
import dev.ipcommand.stub.webhook.Destination;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options, and the settings they come to. */
final class Options {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):([0-9]{1,5})");
    private static final Pattern ACCOUNT_SID = Pattern.compile("AC[0-9a-fA-F]{32}");
    private static final Pattern KEY_SID = Pattern.compile("SK[0-9a-fA-F]{32}");
    private static final int MAX_SIMS = 10_000;
    private static final int MAX_ACCOUNTS = 100;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Take settings, accounts, Fleets and Sims from a TOML file; options given here win over it.")
    @Nullable
    Path config;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Where the API is served (${DEFAULT-VALUE}); port 0 = any.")
    String http = "127.0.0.1:8080";

    @Option(
            names = "--gateway",
            paramLabel = "IP:PORT",
            description =
                    "The stand-in for 100.64.0.1 (${DEFAULT-VALUE}): MT datagrams come from it, MO datagrams go to it;"
                            + " port 0 = any, see /_stub/health.")
    String gateway = "127.64.0.1:6969";

    @Option(names = "--account-sid", paramLabel = "AC...", description = "The first account's SID (from the seed).")
    @Nullable
    String accountSid;

    @Option(
            names = "--auth-token",
            paramLabel = "TOKEN",
            description = "Its token (CLOUD_STUB_AUTH_TOKEN, else from the seed).")
    @Nullable
    String authToken;

    @Option(
            names = "--api-key",
            paramLabel = "SK...",
            description = "An API key of the first account; its secret is in CLOUD_STUB_API_SECRET.")
    @Nullable
    String apiKey;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            description = "The platform that is imitated: twilio or kore (${DEFAULT-VALUE}).")
    String dialect = "twilio";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What identifiers and dice derive from (${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(
            names = "--sims",
            paramLabel = "N",
            description = "Active Sims of the first account (${DEFAULT-VALUE}), bench-1 ...")
    int sims = 1;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            description = "Accounts (${DEFAULT-VALUE}); each further one has one Sim.")
    int accounts = 1;

    @Option(names = "--ip-commands-url", paramLabel = "URL", description = "The first Fleet's webhook for MO commands.")
    @Nullable
    String ipCommandsUrl;

    @Option(names = "--ip-commands-method", paramLabel = "METHOD", description = "POST or GET (${DEFAULT-VALUE}).")
    CallbackMethod ipCommandsMethod = CallbackMethod.POST;

    @Option(names = "--callback-queued", description = "Also call back for the initial status queued.")
    boolean callbackQueued;

    @Option(names = "--count-base64", description = "Count Base64 characters, not decoded bytes, against the 1300.")
    boolean countBase64;

    @Option(
            names = "--oversize",
            paramLabel = "truncate|keep",
            description = "MO datagrams over 1300 bytes (${DEFAULT-VALUE}).")
    String oversize = "truncate";

    @Option(
            names = "--public-base",
            paramLabel = "URL",
            description = "What URLs in answers start with (where the request was sent to).")
    @Nullable
    String publicBase;

    @Mixin
    final PlatformOptions platform = new PlatformOptions();

    @Option(names = "--journal", paramLabel = "FILE", description = "Append every event to FILE, a JSON object a line.")
    @Nullable
    Path journal;

    @Option(names = "--insecure-listen", description = "Let --http be an address other machines can reach.")
    boolean insecureListen;

    @Option(
            names = "--show-credentials",
            description = "Print the accounts' credentials as shell assignments and exit.")
    boolean showCredentials;

    /**
     * Checks the options.
     *
     * @param file what {@code --config} names; its options are in the fields already
     * @throws IllegalArgumentException saying which option is wrong and what is allowed
     * @throws ConfigException saying everything that is wrong with the file
     */
    StubSettings settings(Map<String, String> environment, Optional<ConfigFile> file) throws ConfigException {
        InetSocketAddress httpAddress = address("--http", http);
        require(
                insecureListen || httpAddress.getAddress().isLoopbackAddress(),
                "--http: only a loopback address, unless --insecure-listen is given");
        InetSocketAddress gatewayAddress = address("--gateway", gateway);
        require(!gatewayAddress.getAddress().isAnyLocalAddress(), "--gateway: one address, not the wildcard");
        require(sims >= 0 && sims <= MAX_SIMS, "--sims: 0 to " + MAX_SIMS);
        require(accounts >= 1 && accounts <= MAX_ACCOUNTS, "--accounts: 1 to " + MAX_ACCOUNTS);
        require(oversize.equals("truncate") || oversize.equals("keep"), "--oversize: truncate or keep");
        String webhook = ipCommandsUrl;
        require(
                webhook == null || Destination.isUsable(webhook),
                "--ip-commands-url: an absolute http or https URL is needed");
        Seed source = new Seed(seed);
        Instant now = Instant.now();
        List<Account> given = file.isPresent() ? file.get().accounts(source, environment) : List.of();
        World seeded = source.world(
                accountList(source, given, environment), sims, Optional.ofNullable(webhook), ipCommandsMethod, now);
        ConfigFile.Start start =
                file.isPresent() ? file.get().start(seeded, source, now) : new ConfigFile.Start(seeded, Map.of());
        StubSettings settings = new StubSettings(httpAddress, gatewayAddress, start.world())
                .dialect(dialect())
                .networkAtStart(start.network())
                .switches(new Switches(callbackQueued, countBase64, oversize.equals("keep"), platform.omitSimName))
                .seed(seed);
        if (journal != null) {
            settings.journal(journal);
        }
        if (publicBase != null) {
            settings.publicBase(base(publicBase));
        }
        platform.apply(settings);
        return settings;
    }

    /** The platform that is imitated. */
    Dialect dialect() {
        return PlatformOptions.dialect("--dialect", dialect);
    }

    /** The accounts of the file, the first of them as the options have it, and the seed's up to the number asked for. */
    private List<Account> accountList(Seed source, List<Account> given, Map<String, String> environment) {
        Account derived = given.isEmpty() ? source.account(0) : given.get(0);
        String sid = accountSid == null ? derived.sid() : accountSid;
        require(ACCOUNT_SID.matcher(sid).matches(), "--account-sid: AC and 32 hex digits");
        String fromEnvironment = environment.getOrDefault("CLOUD_STUB_AUTH_TOKEN", derived.authToken());
        String token = authToken == null ? fromEnvironment : authToken;
        require(!token.isEmpty() && token.length() <= 256, "--auth-token: 1 to 256 characters");
        Map<String, String> keys = new LinkedHashMap<>(derived.apiKeys());
        if (apiKey != null) {
            String secret = environment.getOrDefault("CLOUD_STUB_API_SECRET", "");
            require(KEY_SID.matcher(apiKey).matches(), "--api-key: SK and 32 hex digits");
            require(!secret.isEmpty(), "--api-key: its secret is expected in CLOUD_STUB_API_SECRET");
            keys.put(apiKey, secret);
        }
        List<Account> list = new ArrayList<>();
        Account first = new Account(sid, token, keys).signing(derived.kore().webhookSecret());
        list.add(platform.withSecret(first, environment));
        list.addAll(given.subList(Math.min(1, given.size()), given.size()));
        for (int i = list.size(); i < accounts; i++) {
            list.add(source.account(i));
        }
        return list;
    }

    private static String base(String text) {
        try {
            return PublicBase.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--public-base: " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress address(String option, String text) {
        Matcher matcher = ADDRESS.matcher(text);
        require(matcher.matches(), option + ": HOST:PORT is needed, not " + text);
        int port = Integer.parseInt(matcher.group(2));
        require(port <= 65_535, option + ": ports end at 65535");
        try {
            return new InetSocketAddress(InetAddress.getByName(matcher.group(1)), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(option + ": unknown host in " + text, e);
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}

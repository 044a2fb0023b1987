package dev.ipcommand.stub.cli;

import dev.ipcommand.stub.StubSettings;
import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.control.Durations;
import dev.ipcommand.stub.control.FaultControl;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.error.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options about webhooks, tokens and faults. */
final class PlatformOptions {
    private static final Pattern LIFETIME = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    /** Two years: the longest an API client can ask KORE for is 24 months. */
    private static final Duration LONGEST = Duration.ofDays(731);

    private static final int MAX_SECRET = 256;

    @Option(
            names = "--omit-sim-name",
            description = "Callbacks about a Sim without a name have no SimUniqueName, not an empty one.")
    boolean omitSimName;

    @Option(
            names = "--callbacks",
            paramLabel = "NAME",
            description = {
                "Whose way of calling back is imitated: twilio or kore (that of --dialect).",
                "Since November 2024 KORE calls for accounts that use Twilio's API, too."
            })
    @Nullable
    String callbacks;

    @Option(
            names = "--webhook-secret",
            paramLabel = "SECRET",
            description =
                    "kore's callbacks: what the first account's callbacks are signed with (CLOUD_STUB_WEBHOOK_SECRET, else none).")
    @Nullable
    String webhookSecret;

    @Option(
            names = "--token-lifetime",
            paramLabel = "TIME",
            description = "kore: how long a bearer token is good for (${DEFAULT-VALUE}): 30s, 10m, 24h, 30d.")
    String tokenLifetime = "1h";

    @Option(
            names = "--fault",
            paramLabel = "JSON",
            description = "A fault in force from the start, as POST /_stub/faults takes it; may be repeated.")
    List<String> faults = new ArrayList<>();

    /** Puts what is given into the settings. */
    void apply(StubSettings settings) {
        settings.tokenLifetime(lifetime());
        if (callbacks != null) {
            settings.callbacksOf(dialect("--callbacks", callbacks));
        }
        try {
            settings.faults(faults.stream()
                    .map(text -> FaultControl.rule(text.getBytes(StandardCharsets.UTF_8)))
                    .toList());
        } catch (ApiException e) {
            throw new IllegalArgumentException("--fault: " + e.text(), e);
        }
    }

    /** The first account, with its webhook secret if there is one. */
    Account withSecret(Account account, Map<String, String> environment) {
        String given = environment.getOrDefault("CLOUD_STUB_WEBHOOK_SECRET", "");
        String secret = webhookSecret == null ? given : webhookSecret;
        if (secret.length() > MAX_SECRET) {
            throw new IllegalArgumentException("--webhook-secret: at most " + MAX_SECRET + " characters");
        }
        return account.signing(Optional.of(secret).filter(text -> !text.isEmpty()));
    }

    /** The platform with this name. */
    static Dialect dialect(String option, String name) {
        return Arrays.stream(Dialect.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(option + ": twilio or kore"));
    }

    private Duration lifetime() {
        Matcher matcher = LIFETIME.matcher(tokenLifetime);
        if (matcher.matches()) {
            Duration lifetime = Durations.of(matcher);
            if (lifetime.compareTo(LONGEST) <= 0) {
                return lifetime;
            }
        }
        throw new IllegalArgumentException("--token-lifetime: a time such as 30s, 10m, 24h or 30d, at most two years");
    }
}

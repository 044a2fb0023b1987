package dev.ipcommand.stub.config;

import dev.ipcommand.stub.api.PublicBase;
import dev.ipcommand.stub.webhook.CallbackMethod;
import dev.ipcommand.stub.webhook.Destination;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key of the file that stands for an option of the command line, with the option's meaning, default and further checks.
 *
 * @param table the table it stands in; empty for the top
 * @param option as it is typed
 * @param reader gives the value in the type of the option's field
 */
record OptionKey(String table, String key, String option, Reader reader) {
    /** Reads the value in its type. */
    @FunctionalInterface
    interface Reader {
        /** Empty if the key is absent or does not fit, which is then reported. */
        Optional<?> read(Section section, String key, Path directory);
    }

    private static final Pattern ANY = Pattern.compile(".{1,2048}");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):[0-9]{1,5}");
    private static final Pattern LIFETIME = Pattern.compile("[1-9][0-9]{0,6}[smhd]");
    private static final Reader FLAG = (section, key, directory) -> section.flag(key);
    private static final Reader HOST_AND_PORT =
            (section, key, directory) -> section.text(key, ADDRESS, "\"HOST:PORT\"");

    /** Every such key: a new one is one line. */
    static final List<OptionKey> ALL = List.of(
            new OptionKey("", "dialect", "--dialect", choice("twilio", "kore")),
            new OptionKey(
                    "",
                    "seed",
                    "--seed",
                    (section, key, directory) -> section.whole(key, Long.MIN_VALUE, Long.MAX_VALUE)),
            new OptionKey("", "http", "--http", HOST_AND_PORT),
            new OptionKey("", "gateway", "--gateway", HOST_AND_PORT),
            new OptionKey("", "public_base", "--public-base", OptionKey::publicBase),
            new OptionKey("", "insecure_listen", "--insecure-listen", FLAG),
            new OptionKey("", "ca_dir", "--ca-dir", (section, key, directory) -> section.text(key, ANY, "a path")
                    .map(directory::resolve)),
            new OptionKey("", "callbacks", "--callbacks", choice("twilio", "kore")),
            new OptionKey(
                    "",
                    "token_lifetime",
                    "--token-lifetime",
                    (section, key, directory) ->
                            section.text(key, LIFETIME, "a time such as \"30s\", \"10m\", \"24h\" or \"30d\"")),
            new OptionKey("", "journal", "--journal", (section, key, directory) -> section.text(key, ANY, "a path")
                    .map(directory::resolve)),
            new OptionKey("", "accounts", "--accounts", whole(1, 100)),
            new OptionKey("", "sims", "--sims", whole(0, 10_000)),
            new OptionKey("", "ip_commands_url", "--ip-commands-url", OptionKey::callbackUrl),
            new OptionKey("", "ip_commands_method", "--ip-commands-method", (section, key, directory) -> section.choice(
                            key, "GET", "POST")
                    .map(CallbackMethod::valueOf)),
            new OptionKey("switches", "callback_queued", "--callback-queued", FLAG),
            new OptionKey("switches", "count_base64", "--count-base64", FLAG),
            new OptionKey("switches", "omit_sim_name", "--omit-sim-name", FLAG),
            new OptionKey("switches", "oversize", "--oversize", choice("truncate", "keep")));

    private static Optional<String> publicBase(Section section, String key, Path directory) {
        return section.text(key, ANY, "a URL").filter(text -> {
            try {
                PublicBase.of(text);
                return true;
            } catch (IllegalArgumentException e) {
                section.wrong(key, "it " + e.getMessage());
                return false;
            }
        });
    }

    /** A URL a callback can go to. */
    static Optional<String> callbackUrl(Section section, String key, Path directory) {
        return section.text(key, ANY, "a URL").filter(text -> {
            boolean usable = Destination.isUsable(text);
            if (!usable) {
                section.wrong(key, "an absolute http or https URL");
            }
            return usable;
        });
    }

    private static Reader choice(String... words) {
        return (section, key, directory) -> section.choice(key, words);
    }

    private static Reader whole(int min, int max) {
        return (section, key, directory) -> section.whole(key, min, max).map(Long::intValue);
    }
}

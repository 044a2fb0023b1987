package dev.ipcommand.stub.config;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Seed;
import dev.ipcommand.stub.account.World;
import dev.ipcommand.stub.network.Change;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/**
 * A file a stub is set up with. Options in it count as if they were given on the command line, unless they are; accounts in it
 * take the places of the seed's; profiles, Fleets and Sims in it come on top of the seed's.
 *
 * <p>Threading: not safe; read once at the start. Bounds: 1 MiB, tables nested 8 deep.
 */
public final class ConfigFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 8;
    private static final Pattern ACCOUNT_SID = Pattern.compile("AC[0-9a-fA-F]{32}");
    private static final Pattern KEY_SID = Pattern.compile("SK[0-9a-fA-F]{32}");

    /** A world, and the places of its Sims in the network, by SID in the file's order. */
    public record Start(World world, Map<String, Change> network) {}

    private final Path file;
    private final Problems problems;
    private final Section top;
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<Section> accounts;
    private final WorldTables tables;

    private ConfigFile(Path file, TomlParseResult toml, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.top = new Section(toml, "", 1, problems);
        Map<String, Optional<Section>> sections = new LinkedHashMap<>();
        sections.put("", Optional.of(top));
        for (OptionKey each : OptionKey.ALL) {
            sections.computeIfAbsent(each.table(), top::section).ifPresent(section -> each.reader()
                    .read(section, each.key(), directory())
                    .ifPresent(value -> {
                        options.put(each.option(), value);
                        lines.put(each.option(), section.lineOf(each.key()));
                    }));
        }
        accounts = top.sections("account");
        tables = new WorldTables(top.sections("network_access_profile"), top.sections("fleet"), top.sections("sim"));
        sections.values().forEach(section -> section.ifPresent(Section::end));
    }

    /**
     * Reads a file; what is wrong with its values is reported by {@link #start}.
     *
     * @throws ConfigException if it cannot be read or is no TOML
     */
    public static ConfigFile read(Path file) throws ConfigException {
        Problems problems = new Problems(file);
        TomlParseOptions parsing =
                TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0).withMaxNestingDepth(MAX_DEPTH);
        TomlParseResult toml = Toml.parse(text(file, problems), parsing);
        for (TomlParseError error : toml.errors()) {
            // The parser quotes the text around an error, which may be a secret; the place is enough.
            problems.add(error.position().line(), "column " + error.position().column() + ": not valid TOML");
        }
        problems.throwIfAny();
        return new ConfigFile(file, toml, problems);
    }

    private static String text(Path file, Problems problems) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length <= MAX_BYTES) {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            }
            problems.add(0, "has over " + MAX_BYTES + " bytes, which is the limit");
        } catch (CharacterCodingException e) {
            problems.add(0, "is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            problems.add(0, "cannot be read: " + e.getClass().getSimpleName());
        }
        problems.throwIfAny();
        return "";
    }

    private Path directory() {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    }

    /** The options in it, as they are typed, with values in the types of their fields. */
    public Map<String, Object> options() {
        return Map.copyOf(options);
    }

    /** Says where a problem with an option comes from: {@code --http: …} becomes {@code FILE:LINE: --http: …}. */
    public String locate(String problem) {
        String option = problem.substring(0, Math.max(0, problem.indexOf(':')));
        Integer line = lines.get(option);
        return line == null ? problem : file + ":" + line + ": " + problem;
    }

    /** The accounts in it; what an account leaves out is the seed's. */
    public List<Account> accounts(Seed seed, Map<String, String> environment) {
        Secrets secrets = new Secrets(directory(), environment);
        List<Account> found = new ArrayList<>();
        Set<String> allKeys = new HashSet<>();
        for (Section section : accounts) {
            Account derived = seed.account(found.size());
            Map<String, String> keys = new LinkedHashMap<>();
            for (Section key : section.sections("key")) {
                Optional<String> sid = key.text("sid", KEY_SID, "SK and 32 hex digits");
                Optional<String> secret = secrets.read(key, "secret");
                key.end();
                if (sid.isEmpty() || secret.isEmpty()) {
                    key.wrong("needs a usable sid and one of secret, secret_file and secret_env");
                } else if (!allKeys.add(sid.get())) {
                    key.wrong("sid", "each key once");
                } else {
                    keys.put(sid.get(), secret.get());
                }
            }
            String sid =
                    section.text("sid", ACCOUNT_SID, "AC and 32 hex digits").orElse(derived.sid());
            if (found.stream().anyMatch(other -> other.sid().equals(sid))) {
                section.wrong("sid", "each account once");
            }
            Account account =
                    new Account(sid, secrets.read(section, "auth_token").orElse(derived.authToken()), keys);
            found.add(account.signing(secrets.read(section, "webhook_secret")));
            section.end();
        }
        return found;
    }

    /**
     * The seed's world and what the file adds to it.
     *
     * @throws ConfigException if anything in the file is wrong, with all of it
     */
    public Start start(World seeded, Seed seed, Instant now) throws ConfigException {
        Start start = tables.addTo(seeded, seed, now);
        problems.throwIfAny();
        return start;
    }
}

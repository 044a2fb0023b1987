package dev.ipcommand.stub.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.Seed;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.account.SimStatus;
import dev.ipcommand.stub.webhook.CallbackMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of {@code --config}: what it sets, and that each mistake is named with line, key, what is there and what may be. */
class ConfigFileTest {
    private static final Path EXAMPLE = Path.of("..", "config", "cloud-stub.toml");
    private static final Instant NOW = Instant.parse("2026-01-31T23:59:58Z");
    private static final Seed SEED = new Seed(1);

    @TempDir
    Path directory = Path.of("");

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("stub.toml"), text);
    }

    private static ConfigFile.Start start(Path path, Map<String, String> environment) throws ConfigException {
        ConfigFile file = ConfigFile.read(path);
        List<Account> accounts = file.accounts(SEED, environment);
        List<Account> all = accounts.isEmpty() ? List.of(SEED.account(0)) : accounts;
        return file.start(SEED.world(all, 1, Optional.empty(), CallbackMethod.POST, NOW), SEED, NOW);
    }

    private String problems(String text) throws IOException {
        Path path = file(text);
        ConfigException refusal = assertThrows(ConfigException.class, () -> start(path, Map.of()));
        return String.join("\n", refusal.problems()).replace(directory + "/", "");
    }

    @Test
    void shouldLoadTheShippedExampleAndItsExampleLines() throws Exception {
        String shipped = Files.readString(EXAMPLE);
        assertEquals(1, start(EXAMPLE, Map.of()).world().sims().size());
        Path whole = file(shipped.replaceAll("(?m)^#(?=[a-z\\[])", ""));

        ConfigFile.Start start = start(whole, Map.of());

        for (OptionKey key : OptionKey.ALL) {
            assertTrue(ConfigFile.read(whole).options().containsKey(key.option()), key.option());
        }
        Account account = start.world().accounts().get(0);
        assertEquals("0123456789abcdef0123456789abcdef", account.authToken());
        assertEquals(Map.of("SK00000000000000000000000000000001", "fedcba9876543210"), account.apiKeys());
        assertEquals(Optional.of("12345"), account.kore().webhookSecret());
        Sim pump = start.world().sims().get(1);
        assertEquals("8988323000000000001", pump.iccid());
        assertEquals(Optional.of("pump-1"), pump.uniqueName());
        Fleet fleet = start.world().fleets().get(1);
        assertEquals(Optional.of(fleet.sid()), pump.fleetSid());
        assertEquals(CallbackMethod.GET, fleet.ipCommandsMethod());
        assertEquals(Optional.of("http://127.0.0.1:9000/pumps"), fleet.ipCommandsUrl());
        assertEquals(start.world().profiles().get(1).sid(), fleet.settings().profileSid());
        assertEquals(
                Optional.of("127.64.0.77"),
                Objects.requireNonNull(start.network().get(pump.sid())).deviceIp());
        assertEquals(start.world(), start(whole, Map.of()).world());
    }

    @Test
    void shouldTakeWhatIsLeftOutFromTheSeed() throws Exception {
        ConfigFile.Start start = start(
                file(
                        """
                        [[account]]
                        [[account]]
                        [[fleet]]
                        unique_name = "second"
                        data_enabled = false
                        [[sim]]
                        iccid = "89883230000000000011"
                        fleet = ""
                        status = "new"
                        """),
                Map.of());

        assertEquals(List.of(SEED.account(0), SEED.account(1)), start.world().accounts());
        Sim sim = start.world().sims().get(2);
        assertEquals(SEED.account(0).sid(), sim.accountSid());
        assertEquals(SimStatus.NEW, sim.status());
        assertEquals(Optional.empty(), sim.fleetSid());
        assertFalse(start.world().fleets().get(2).dataEnabled());
    }

    @Test
    void shouldReadSecretsFromAFileOrTheEnvironment() throws Exception {
        Files.writeString(directory.resolve("token"), "from-a-file\n");
        Path path = file(
                """
                [[account]]
                auth_token_file = "token"
                [[account.key]]
                sid = "SK00000000000000000000000000000001"
                secret_env = "STUB_SECRET"
                """);

        Account account = start(path, Map.of("STUB_SECRET", "from-the-environment"))
                .world()
                .accounts()
                .get(0);

        assertEquals("from-a-file", account.authToken());
        assertEquals("from-the-environment", account.apiKeys().get("SK00000000000000000000000000000001"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            dialect = "aws"                       | stub.toml:1: dialect = "aws" is not usable; allowed: one of [twilio, kore]
            seed = "one"                          | stub.toml:1: seed = "one" is not usable; allowed: a whole number
            sims = 10001                          | stub.toml:1: sims = 10001 is not usable; allowed: a whole number from 0 to 10000
            sims = 1.5                            | stub.toml:1: sims = 1.5 is not usable
            http = 8080                           | stub.toml:1: http = 8080 is not usable; allowed: "HOST:PORT"
            http = "127.0.0.1"                    | allowed: "HOST:PORT"
            public_base = "http://pi.local"       | stub.toml:1: public_base = "http://pi.local" is not usable; allowed: it must name an IP
            ip_commands_url = "ftp://u:pw@x"      | ip_commands_url = "ftp://...@x" is not usable; allowed: an absolute http
            insecure_listen = "no"                | allowed: true or false
            nonsense = 1                          | stub.toml:1: nonsense is unknown; known here are [account,
            switches = 1                          | switches = 1 is not usable; allowed: a table headed [switches]
            [switches]~oversize = "drop"          | stub.toml:2: switches.oversize = "drop" is not usable; allowed: one of [truncate, keep]
            [switches]~overflow = 1               | stub.toml:2: switches.overflow is unknown; known here are [callback_queued, count_base64, omit_sim_name, oversize]
            account = 1                           | account = 1 is not usable; allowed: tables, each headed [[account]]
            account = [1]                         | account must be tables, each headed [[account]]
            [[account]]~sid = "AC1"               | stub.toml:2: account.sid = "AC1" is not usable; allowed: AC and 32 hex digits
            [[account]]~auth_token_file = "none"  | stub.toml:2: account.auth_token_file = "none" is not usable; allowed: a readable file
            [[account]]~auth_token_env = "NONE"   | allowed: a variable of the environment that is set
            [[account]]~[[account.key]]           | stub.toml:2: [account.key] needs a usable sid and one of secret,
            [[fleet]]                             | stub.toml:1: [fleet] needs a unique_name
            [[fleet]]~unique_name = "bench"       | fleet.unique_name = "bench" is not usable; allowed: a name that no other
            [[fleet]]~unique_name = 7             | fleet.unique_name = 7 is not usable; allowed: 1 to 64 characters
            [[fleet]]~unique_name = "a"~account = "AC1"  | stub.toml:3: fleet.account = "AC1" is not usable; allowed: one of [AC
            [[fleet]]~unique_name = "a"~network_access_profile = "b" | fleet.network_access_profile = "b" is not usable; allowed: one of [bench]
            [[fleet]]~unique_name = "a"~data_limit = 0 | fleet.data_limit = 0 is not usable; allowed: a whole number from 1 to 2000000
            [[fleet]]~unique_name = "a"~color = 0 | stub.toml:3: fleet.color is unknown
            [[network_access_profile]]~unique_name = "bench" | network_access_profile.unique_name = "bench" is not usable
            [[sim]]                               | stub.toml:1: [sim] needs a usable iccid
            [[sim]]~iccid = 8988323000000000001   | sim.iccid = 8988323000000000001 is not usable; allowed: 19 or 20 digits
            [[sim]]~iccid = "8988307000000000001" | sim.iccid = "8988307000000000001" is not usable; allowed: each Sim once
            [[sim]]~iccid = "8988323000000000001"~unique_name = "bench-1"| sim.unique_name = "bench-1" is not usable
            [[sim]]~iccid = "8988323000000000001"~status = "scheduled" | sim.status = "scheduled" is not usable; allowed: one of [new, ready, active, inactive]
            [[sim]]~iccid = "8988323000000000001"~fleet = ""           | sim.fleet = "" is not usable; allowed: a Fleet, for a Sim that is ready or active
            [[sim]]~iccid = "8988323000000000001"~fleet = "x"          | sim.fleet = "x" is not usable; allowed: one of [bench]
            [[sim]]~iccid = "8988323000000000001"~colour = 1           | stub.toml:3: sim.colour is unknown
            [[sim]]~iccid = "8988323000000000001"~[sim.network]~loss = 2 | stub.toml:4: sim.network.loss = 2 is not usable; allowed: a number from 0 to 1 is needed
            [[sim]]~iccid = "8988323000000000001"~[sim.network]~los = 1  | stub.toml:4: sim.network.los = 1 is not usable; allowed: unknown, known are [
            [[sim]]~iccid = "8988323000000000001"~network = 1            | sim.network = 1 is not usable; allowed: a table headed [sim.network]
            seed = 1~seed = 2                     | stub.toml:2: column 1: not valid TOML
            seed =                                | stub.toml:1: column
            """)
    void shouldNameEachMistake(String text, String expected) throws Exception {
        String problems = problems(text.replace("~", "\n"));

        assertTrue(problems.contains(expected), problems);
        assertTrue(problems.endsWith("config/cloud-stub.toml shows every table and key."), problems);
    }

    @Test
    void shouldNameEveryMistakeInTheOrderOfTheFile() throws Exception {
        String problems = problems(
                """
                sims = -1
                gateway = 1
                [switches]
                oversize = 1
                [[sim]]
                iccid = "1"
                [[account]]
                sid = 1
                """);

        assertEquals(
                List.of("1", "2", "4", "5", "6", "8"),
                problems.lines()
                        .filter(line -> line.startsWith("stub.toml:"))
                        .map(line -> line.split(":", -1)[1])
                        .toList());
    }

    @Test
    void shouldNeverShowASecret() throws Exception {
        for (String text : List.of(
                "[[account]]\nauth_token = \"hush hush\"",
                "[[account]]\nauth_token = [\"hush\"]",
                "[[account]]\nauth_token = \"hush\"\nauth_token_env = \"HOME\"",
                "[[account]]\nauth_token = \"hush\n",
                "[[account]]\nauth_token = hush",
                "[[account]]\nauth_tokn = \"hush\"",
                "[[account]]\n[[account.key]]\nsid = \"SK1\"\nsecret = \"hush\"")) {
            assertFalse(problems(text).contains("hush"), text);
        }
    }

    @Test
    void shouldRefuseWhatIsNoFileOfReasonableSize() throws Exception {
        assertThrows(ConfigException.class, () -> ConfigFile.read(directory.resolve("none.toml")));
        assertThrows(ConfigException.class, () -> ConfigFile.read(directory));
        assertTrue(problems("#".repeat((1 << 20) + 1)).contains("1048576"));
        assertTrue(problems("a = " + "[".repeat(500)).contains("not valid TOML"));
        Files.write(directory.resolve("latin.toml"), new byte[] {'#', (byte) 0xE9});
        ConfigException latin =
                assertThrows(ConfigException.class, () -> ConfigFile.read(directory.resolve("latin.toml")));
        assertTrue(latin.problems().get(0).contains("UTF-8"));
    }

    @Test
    void shouldRefuseAnApiKeyOfTwoAccounts() throws Exception {
        String account = "[[account]]\nsid = \"AC%s\"\nauth_token = \"t\"\n"
                + "[[account.key]]\nsid = \"SK00000000000000000000000000000001\"\nsecret = \"s\"\n";

        String found = problems(account.formatted("1".repeat(32)) + account.formatted("2".repeat(32)));

        assertTrue(found.contains("each key once"), found);
    }
}

package dev.ipcommand.stub.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.account.Account;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Options about webhooks, tokens and faults. */
class PlatformOptionsTest {
    private static Account first(Map<String, String> environment, String... arguments) throws Exception {
        Options options = new Options();
        new CommandLine(options).parseArgs(arguments);
        return options.settings(environment, Optional.empty())
                .world()
                .accounts()
                .get(0);
    }

    @Test
    void shouldTakeTheWebhookSecretFromTheCommandLineThenTheEnvironment() throws Exception {
        Map<String, String> environment = Map.of("CLOUD_STUB_WEBHOOK_SECRET", "from there");

        assertEquals(Optional.empty(), first(Map.of()).kore().webhookSecret());
        assertEquals(Optional.of("from there"), first(environment).kore().webhookSecret());
        assertEquals(
                Optional.of("given"),
                first(environment, "--webhook-secret", "given").kore().webhookSecret());
    }

    @Test
    void shouldKeepSecretsOutOfWhatIsPrinted() throws Exception {
        Account account = first(Map.of(), "--webhook-secret", "given");

        String printed = account + " " + account.kore() + " " + account.callbackKeys();
        for (String secret :
                new String[] {"given", account.authToken(), account.kore().secret()}) {
            assertEquals(-1, printed.indexOf(secret), printed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "30s", "10m", "24h", "731d"})
    void shouldTakeLifetimes(String lifetime) throws Exception {
        first(Map.of(), "--token-lifetime", lifetime);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--token-lifetime=0s",
                "--token-lifetime=1",
                "--token-lifetime=-1h",
                "--token-lifetime=732d",
                "--token-lifetime=99999999s",
                "--fault={}",
                "--fault=x",
                "--fault={\"status\":200}",
                "--callbacks=x",
                "--dialect=KORE",
                "--dialect="
            })
    void shouldNameTheOptionThatIsWrong(String argument) throws Exception {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> first(Map.of(), argument));

        String option = argument.substring(0, argument.indexOf('='));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith(option + ":"), wrong::toString);
    }
}

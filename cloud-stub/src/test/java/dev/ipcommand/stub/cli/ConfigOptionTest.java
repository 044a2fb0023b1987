package dev.ipcommand.stub.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --config} beside the other options; what the file may say is ConfigFileTest's. */
class ConfigOptionTest {
    @TempDir
    Path directory = Path.of("");

    private Said run(String toml, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("stub.toml"), toml);
        String[] arguments = new String[more.length + 3];
        System.arraycopy(more, 0, arguments, 0, more.length);
        arguments[more.length] = "--config";
        arguments[more.length + 1] = file.toString();
        arguments[more.length + 2] = "--show-credentials";
        return Said.by(new Main(), arguments);
    }

    private static String credentials(Account... accounts) {
        StringBuilder text = new StringBuilder();
        for (Account account : accounts) {
            text.append("TWILIO_ACCOUNT_SID=").append(account.sid()).append('\n');
            text.append("TWILIO_AUTH_TOKEN=").append(account.authToken()).append('\n');
        }
        return text.toString();
    }

    @Test
    void shouldTakeOptionsFromTheFileUnlessTheyAreGiven() throws Exception {
        String toml = "seed = 7\naccounts = 2\ninsecure_listen = true\nhttp = \"0.0.0.0:0\"\njournal = \"events\"\n"
                + "ip_commands_method = \"GET\"\n[switches]\ncallback_queued = true\noversize = \"keep\"\n";
        Seed seven = new Seed(7);

        assertEquals(credentials(seven.account(0), seven.account(1)), run(toml).out());
        assertEquals(
                credentials(seven.account(0), seven.account(1)),
                run(toml, "--callback-queued", "--insecure-listen").out());
        assertEquals(
                credentials(new Seed(8).account(0)),
                run(toml, "--seed", "8", "--accounts=1").out());
    }

    @Test
    void shouldPutTheFilesAccountsInThePlacesOfTheSeeds() throws Exception {
        String sid = "AC00000000000000000000000000000001";
        String toml = "accounts = 2\n[[account]]\nsid = \"" + sid + "\"\nauth_token = \"own\"\n";
        Seed seed = new Seed(1);

        assertTrue(run(toml).out().startsWith("TWILIO_ACCOUNT_SID=" + sid + "\nTWILIO_AUTH_TOKEN=own\n"));
        assertTrue(run(toml).out().endsWith(credentials(seed.account(1))));
        assertTrue(run(toml, "--auth-token", "given").out().contains("TWILIO_AUTH_TOKEN=given\n"));
    }

    @Test
    void shouldEndWith2AndTheLineOfWhatIsWrong() throws Exception {
        Said several = run("seed = 1\nsims = -1\nhttps = 1\n");
        assertEquals(2, several.status());
        assertTrue(several.err().contains("stub.toml:2: sims = -1"), several.err());
        assertTrue(several.err().contains("stub.toml:3: https is unknown"), several.err());

        Said exposed = run("\nhttp = \"0.0.0.0:80\"\n");
        assertEquals(2, exposed.status());
        assertTrue(exposed.err().contains("stub.toml:2: --http: only a loopback address"), exposed.err());
        assertEquals(0, run("http = \"0.0.0.0:80\"\n", "--http=127.0.0.1:0").status());
    }

    /** A key whose option was renamed would fail only at the desk of who uses it. */
    @Test
    void shouldKnowTheOptionOfEveryKey() throws Exception {
        String shipped = Files.readString(Path.of("..", "config", "cloud-stub.toml"));

        Said outcome = run(shipped.replaceAll("(?m)^#(?=[a-z\\[])", ""));

        assertEquals(0, outcome.status(), outcome.err());
    }
}

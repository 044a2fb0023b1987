package dev.ipcommand.stub.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: READY, exit statuses, SIGTERM. */
class MainTest {
    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ipcommand.stub.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("CLOUD_STUB_AUTH_TOKEN");
        return builder.redirectErrorStream(true).start();
    }

    private static String outputOf(int status, String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(status, process.exitValue(), output);
        return output;
    }

    @Test
    void shouldSayReadyAndEndOnSigterm() throws Exception {
        Process process = start("--http", "127.0.0.1:0", "--gateway", "127.64.0.1:0");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String first = String.valueOf(output.readLine());
            assertTrue(first.matches("READY http://127\\.0\\.0\\.1:[1-9][0-9]*"), first);

            process.destroy();

            assertTrue(process.waitFor(5, TimeUnit.SECONDS), "ends within 5 s");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void shouldAnswerWrongUsageWith2AndTheReason() throws Exception {
        String[][] wrong = {
            {"--nonsense", "nonsense"},
            {"--http=0.0.0.0:0", "--insecure-listen"},
            {"--http=127.0.0.1", "--http"},
            {"--dialect=other", "--dialect"},
            {"--account-sid=AC1", "--account-sid"},
            {"--ip-commands-url=ftp://x", "--ip-commands-url"},
            {"--attach --detach", "--attach and --detach"},
            {"--loss=2", "loss: a number from 0 to 1"},
            {"--edrx-window=30s", "edrx_window_ms: at most edrx_cycle_ms, which is 20480"},
            {"network --delay=3", "--delay: a duration"},
            {"--public-base=http://pi.local:8080", "--public-base"},
        };
        for (String[] each : wrong) {
            Said said = Said.by(new Main(), each[0].split(" ", -1));
            assertEquals(2, said.status(), each[0]);
            assertTrue(said.err().contains(each[1]), said.text());
        }
        assertTrue(outputOf(2, "--nonsense").contains("nonsense"), "and so does the process");
    }

    @Test
    void shouldNameThePortItCannotHave() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String http = "127.0.0.1:" + taken.getLocalPort();
            String gateway = "127.0.0.1:" + udp.getLocalPort();

            assertTrue(outputOf(1, "--http", http, "--gateway", "127.64.0.1:0").contains(http));
            assertTrue(
                    outputOf(1, "--http", "127.0.0.1:0", "--gateway", gateway).contains(gateway));
        }
    }

    @Test
    void shouldPrintTheCaAndHowClientsTakeIt(@TempDir Path scratch) throws Exception {
        String directory = scratch.resolve("ca").toString();
        String store = scratch.resolve("trust.p12").toString();

        String pem = outputOf(0, "ca", "--ca-dir", directory, "--pem");
        String text = outputOf(0, "ca", "--ca-dir", directory, "--trust-store", store, "--proxy", "127.0.0.1:18080");

        assertTrue(pem.matches("-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n"), pem);
        for (String part : List.of(
                pem,
                directory + "/ca.pem",
                "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=18080",
                "-Djavax.net.ssl.trustStore=" + store,
                "NODE_EXTRA_CA_CERTS=",
                "REQUESTS_CA_BUNDLE=",
                "--cacert",
                "never for a system store")) {
            assertTrue(text.contains(part), text);
        }
        assertTrue(text.matches("(?s).*SHA-256 +([0-9A-F]{2}:){31}[0-9A-F]{2}\n.*"), text);
    }

    @Test
    void shouldNameTheCaItCannotHave(@TempDir Path scratch) throws Exception {
        Path open = Files.createDirectory(scratch.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertTrue(outputOf(1, "ca", "--ca-dir", open.toString()).contains("chmod 0700 " + open));
        assertTrue(outputOf(2, "ca", "--nonsense").contains("--nonsense"));
    }

    @Test
    void shouldShowTheSameCredentialsForTheSameSeed() throws Exception {
        String first = outputOf(0, "--show-credentials", "--seed", "7");

        assertTrue(first.matches("TWILIO_ACCOUNT_SID=AC[0-9a-f]{32}\nTWILIO_AUTH_TOKEN=[0-9a-f]{32}\n"), first);
        assertEquals(
                first, Said.by(new Main(), "--show-credentials", "--seed", "7").out());
        assertTrue(Said.by(new Main(), "--help").out().contains("--show-credentials"));
        String kore = Said.by(new Main(), "--show-credentials", "--seed", "7", "--dialect", "kore")
                .out();
        assertTrue(kore.matches("KORE_CLIENT_ID=apiclient_[0-9a-f]{32}\nKORE_CLIENT_SECRET=[0-9a-f]{64}\n"), kore);
    }
}

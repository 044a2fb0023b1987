package dev.ipcommand.stub.cli;

import dev.ipcommand.stub.tls.Authority;
import dev.ipcommand.stub.tls.AuthorityDirectory;
import dev.ipcommand.stub.tls.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cloud-stub ca}: 0 = printed, 1 = the CA cannot be had, or the trust store not written, 2 = wrong usage. */
@Command(
        name = "ca",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Print the bench CA and how each client takes it; make it if there is none yet.",
            "Unmodified clients of supersim.twilio.com and of KORE's hosts reach the stub through it: as their HTTP",
            "proxy, which answers CONNECT for these names itself. The CA is good for 30 days and for these names alone.",
            "Give it to single programs; it is never for a system store."
        },
        footer = {"", "Exit status: 0 printed, 1 the CA cannot be had or the trust store not written, 2 wrong usage."})
final class CaCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final TlsOptions.CaDirectory directory = new TlsOptions.CaDirectory();

    @Option(names = "--pem", description = "Print the certificate alone, for scripts.")
    private boolean pem;

    @Option(
            names = "--trust-store",
            paramLabel = "FILE",
            description = "Also write the certificate to FILE as a PKCS12 trust store, which Java programs take.")
    private @Nullable Path trustStore;

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "Where the stub serves, for the lines that are printed (${DEFAULT-VALUE}).")
    private String proxy = "127.0.0.1:8080";

    private CaCommand() {}

    @Override
    public Integer call() {
        int colon = proxy.lastIndexOf(':');
        if (colon < 1 || !proxy.matches("[0-9A-Za-z.:\\[\\]-]+:[0-9]{1,5}")) {
            System.err.println("cloud-stub ca: --proxy: HOST:PORT is needed");
            return 2;
        }
        AuthorityDirectory place = directory.open(System.getenv());
        try {
            Authority authority = place.authority();
            if (trustStore != null) {
                TrustStore.write(authority, trustStore);
            }
            System.out.print(pem ? authority.pem() : text(authority, place.certificateFile(), colon));
            System.out.flush();
            return 0;
        } catch (IOException e) {
            System.err.println("cloud-stub ca: " + e.getMessage());
            return 1;
        }
    }

    private String text(Authority authority, Path file, int colon) {
        String store = trustStore == null ? "FILE" : trustStore.toAbsolutePath().toString();
        String heading = trustStore == null ? " (FILE: made by  cloud-stub ca --trust-store FILE)" : "";
        return String.join(
                "\n",
                "CA certificate   " + file,
                "expires          " + authority.expiry(),
                "SHA-256          " + authority.fingerprint(),
                "",
                authority.pem(),
                "The stub renews it less than a day before its end; then clients need the new one.",
                "Give it to single programs, as below; it is never for a system store.",
                "",
                "twilio-java and other JVMs" + heading,
                "  java -Dhttps.proxyHost=" + proxy.substring(0, colon) + " -Dhttps.proxyPort="
                        + proxy.substring(colon + 1) + " \\",
                "    -Djavax.net.ssl.trustStore=" + store + " -Djavax.net.ssl.trustStorePassword=" + TrustStore.PASSWORD
                        + " ...",
                "twilio-node, twilio-cli",
                "  HTTP_PROXY=http://" + proxy + " NODE_EXTRA_CA_CERTS=" + file + " node ...",
                "  HTTP_PROXY=http://" + proxy + " NODE_EXTRA_CA_CERTS=" + file + " twilio api:supersim:v1:sims:list",
                "twilio-python",
                "  HTTPS_PROXY=http://" + proxy + " REQUESTS_CA_BUNDLE=" + file + " python3 ...",
                "curl",
                "  curl --proxy http://" + proxy + " --cacert " + file
                        + " -u \"$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN\" \\",
                "    https://supersim.twilio.com/v1/Sims",
                "");
    }
}

package dev.ipcommand.stub.cli;

import dev.ipcommand.stub.StubSettings;
import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.tls.AuthorityDirectory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How clients that insist on the platforms' names reach the stub. */
final class TlsOptions {
    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "What URLs in answers start with, for clients of another name (where the request went to).")
    @Nullable
    String publicUrl;

    @picocli.CommandLine.Mixin
    final CaDirectory ca = new CaDirectory();

    /** Where the bench CA is; the same for the server and for {@code cloud-stub ca}. */
    static final class CaDirectory {
        @Option(
                names = "--ca-dir",
                paramLabel = "DIR",
                description = "Where the bench CA is, made when it is first needed"
                        + " ($XDG_STATE_HOME/ipcommand/cloud-stub, else ~/.local/state/ipcommand/cloud-stub).")
        @Nullable
        Path path;

        AuthorityDirectory open(Map<String, String> environment) {
            String state = environment.getOrDefault("XDG_STATE_HOME", "");
            String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
            Path base = state.startsWith("/") ? Path.of(state) : Path.of(home, ".local/state");
            Path chosen = path == null ? base.resolve("ipcommand/cloud-stub") : path;
            return new AuthorityDirectory(chosen, EmulatedHosts.ALL, InstantSource.system());
        }
    }

    /** Adds what was chosen to the settings. */
    void addTo(StubSettings settings, Map<String, String> environment) {
        settings.authority(ca.open(environment));
        if (publicUrl != null) {
            settings.publicUrl(base(publicUrl));
        }
    }

    /** twilio-java puts page URLs together again from the host's labels: two of them, or more than five, come out wrong. */
    private static String base(String url) {
        try {
            URI uri = new URI(url);
            String host = String.valueOf(uri.getHost());
            int labels = host.startsWith("[") ? 1 : host.split("\\.", -1).length;
            boolean bare = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (bare && http && labels != 2 && labels < 6) {
                return uri.getScheme() + "://" + uri.getRawAuthority();
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("--public-url: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("--public-url: http or https and a host of one or three to five labels;"
                + " clients get pages from other hosts wrong");
    }
}

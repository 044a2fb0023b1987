package dev.ipcommand.stub.cli;

import dev.ipcommand.stub.StubSettings;
import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.tls.AuthorityDirectory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How clients that insist on the platforms' names reach the stub. */
final class TlsOptions {
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
    }
}

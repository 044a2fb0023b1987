package dev.ipcommand.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.rig.Installation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code bench clients} with the client that is fetched quickly; the command does all of them. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class ClientsTest {
    @Test
    void shouldTakeTwilioNodeThroughEveryStep() throws Exception {
        Assumptions.assumeTrue(isHere("node") && isHere("npm"), "node and npm are not here");
        try (PrivateDirectory directory = PrivateDirectory.create("ipcommand-clients-");
                Children children = new Children(directory.path())) {
            ClientsBench bench = new ClientsBench(Installation.find(), children, directory.path());

            List<ClientsBench.Result> results = bench.run(List.of(PublicClient.TWILIO_NODE));

            assertEquals(
                    PublicClient.STEPS,
                    results.stream().map(ClientsBench.Result::step).toList());
            for (ClientsBench.Result one : results) {
                assertTrue(one.passed(), one::toString);
                assertEquals("6.2.0", one.version());
            }
        }
    }

    private static boolean isHere(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}

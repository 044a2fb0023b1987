package dev.ipcommand.bench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.bench.faults.FaultsBench;
import dev.ipcommand.bench.faults.FaultsReport;
import dev.ipcommand.bench.faults.Scene;
import dev.ipcommand.bench.faults.Scenes;
import dev.ipcommand.bench.rig.Installation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After any trouble commands are answered again, and the modem was treated with care; {@code bench faults} measures. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class FaultsTest {
    private static final List<String> FAST = List.of("--boot-ms", "100", "--search-ms", "100", "--activate-ms", "50");

    @Test
    void shouldServeAgainAfterEachTrouble() throws Exception {
        List<Scene> scenes =
                Scenes.quick().stream().filter(scene -> !scene.when().isApart()).toList();
        FaultsBench.Plan plan = new FaultsBench.Plan(1, 5, Duration.ofSeconds(90), FAST, 1);
        try (FaultsBench bench = new FaultsBench(Installation.find(), plan, line -> {})) {
            FaultsReport report = bench.share(FaultsBench.DIALECTS, scenes);

            assertEquals(List.of(), report.broken());
            assertEquals(
                    scenes.stream().map(Scene::name).sorted().toList(),
                    report.played().stream().sorted().toList());
        }
    }
}

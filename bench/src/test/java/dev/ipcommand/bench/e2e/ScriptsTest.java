package dev.ipcommand.bench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.campaign.NeighboursCampaign;
import dev.ipcommand.bench.campaign.ScriptsCampaign;
import dev.ipcommand.bench.rig.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Script handlers in a whole agent; the campaigns do the same for longer. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ScriptsTest {
    @Test
    void shouldLeaveNothingOfTwoHundredRuns() throws Exception {
        try (Rig rig = Matrix.rig(ScriptsCampaign.options())) {
            List<String> said = new ArrayList<>();

            List<String> findings = new ScriptsCampaign(rig, said::add).run(200);

            assertEquals(List.of(), findings, () -> said + rig.lastLines());
        }
    }

    /** How fast is the campaign's question: a test does not depend on the machine. */
    @Test
    void shouldAnswerEveryPingBesideBadNeighbours() throws Exception {
        try (Rig rig = Matrix.rig(NeighboursCampaign.options())) {
            List<String> said = new ArrayList<>();

            NeighboursCampaign.Result result = new NeighboursCampaign(rig, said::add).run(Duration.ofSeconds(6));

            assertEquals(List.of(), result.findings(), () -> said + rig.lastLines());
            assertTrue(result.nanos().count() >= 100, () -> said.toString());
        }
    }
}

package dev.ipcommand.bench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.bench.campaign.CrashCampaign;
import dev.ipcommand.bench.campaign.RebootCampaign;
import dev.ipcommand.bench.campaign.RebootScene;
import dev.ipcommand.bench.rig.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents that end on purpose and agents that crash; the campaigns do the same for longer. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class EndsTest {
    private final List<String> said = new ArrayList<>();

    /** Four rounds: a reboot by KILL and one by TERM, and the last restarts the agent alone. */
    @Test
    void shouldAcknowledgeRestartOnceAndTellTheResult() throws Exception {
        try (RebootScene scene = new RebootScene();
                Rig rig = Matrix.rig(scene.options())) {
            List<String> findings = new RebootCampaign(rig, scene, said::add).run(4);

            assertEquals(List.of(), findings, () -> said + rig.lastLines());
        }
    }

    @Test
    void shouldExecuteNothingTwiceAndLoseNoMessageWhenItIsKilled() throws Exception {
        try (Rig rig = Matrix.rig(CrashCampaign.options())) {
            List<String> findings = new CrashCampaign(rig, 20_241_119, said::add).run(2);

            assertEquals(List.of(), findings, () -> said + rig.lastLines());
        }
    }
}

package dev.ipcommand.bench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.bench.faults.ReplugCampaign;
import dev.ipcommand.bench.rig.Rig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few rounds of {@code bench campaign replug}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ReplugTest {
    @Test
    void shouldLeaveNothingBehindWhenThePortComesAndGoes() throws Exception {
        try (Rig rig = Matrix.rig(ReplugCampaign.options())) {
            ReplugCampaign campaign = new ReplugCampaign(rig, Duration.ofMillis(200), line -> {});

            assertEquals(List.of(), campaign.run(20));
        }
    }
}

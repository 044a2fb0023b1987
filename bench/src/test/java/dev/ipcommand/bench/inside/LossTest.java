package dev.ipcommand.bench.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sender that repeats until it hears the answer is safe on a bad network; the campaign does the same for longer. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class LossTest {
    @Test
    void shouldExecuteNothingTwiceAndAnswerNearlyEverything(@TempDir Path directory) throws Exception {
        LossCampaign.Settings settings = new LossCampaign.Settings(300, 20_241_118, 0.3);
        try (LossCampaign campaign = new LossCampaign(directory, settings)) {
            LossResult result = campaign.run();

            assertEquals(List.of(), result.findings(), () -> result.lines().toString());
            assertEquals(0, result.commands().twice());
            assertTrue(result.passed(), () -> result.lines().toString());
            assertTrue(
                    result.network().stops() > 0 && result.network().crashes() > 0,
                    () -> "the seed ends no life both ways: " + result.lines());
        }
    }
}

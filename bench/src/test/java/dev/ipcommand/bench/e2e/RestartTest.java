package dev.ipcommand.bench.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.campaign.PayloadCase;
import dev.ipcommand.bench.campaign.RestartCampaign;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any process may die at any time; nothing else needs a restart. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class RestartTest {
    @ParameterizedTest
    @MethodSource("dev.ipcommand.bench.e2e.Matrix#eachDialectAndLink")
    void shouldWorkAgainWhicheverProcessEndsAndHowever(RigOptions options) throws Exception {
        try (Rig rig = Matrix.rig(options.with(PayloadCase.CONFIGURATION))) {
            rig.start();
            RestartCampaign campaign = new RestartCampaign(rig);
            for (RestartCampaign.Part part : RestartCampaign.Part.values()) {
                if (part == RestartCampaign.Part.SIMULATOR && !rig.hasModem()) {
                    continue;
                }
                for (RestartCampaign.End end : ends(options)) {
                    assertTrue(campaign.run(part, end).isPresent(), () -> part + " " + end + rig.lastLines());
                }
            }
        }
    }

    /** A crash everywhere; an orderly stop where it may make a difference. The campaign does both everywhere. */
    private static List<RestartCampaign.End> ends(RigOptions options) {
        boolean both = options.equals(RigOptions.NO_MODEM);
        return both ? List.of(RestartCampaign.End.values()) : List.of(RestartCampaign.End.KILLED);
    }
}

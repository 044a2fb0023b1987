package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.inside.LossCampaign;
import dev.ipcommand.bench.inside.LossResult;
import dev.ipcommand.bench.process.PrivateDirectory;
import java.io.IOException;
import java.io.PrintStream;

/** {@code bench campaign loss}: needs no rig, but a directory of its own. */
final class LossRun {
    private final PrintStream out;

    LossRun(PrintStream out) {
        this.out = out;
    }

    /** The exit status. */
    int run(LossCampaign.Settings settings) {
        out.println("seed " + settings.seed());
        try (PrivateDirectory directory = PrivateDirectory.create("ipcommand-loss-");
                LossCampaign campaign = new LossCampaign(directory.path(), settings)) {
            LossResult result = campaign.run();
            result.lines().forEach(out::println);
            result.findings().forEach(finding -> out.println("FINDING " + finding));
            out.println(result.passed() ? "Nothing found." : "It fails.");
            return result.passed() ? 0 : 1;
        } catch (IOException failed) {
            out.println("FINDING " + failed.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}

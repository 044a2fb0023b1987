package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.campaign.CrashCampaign;
import dev.ipcommand.bench.campaign.NeighboursCampaign;
import dev.ipcommand.bench.campaign.PayloadCampaign;
import dev.ipcommand.bench.campaign.PayloadCase;
import dev.ipcommand.bench.campaign.RebootCampaign;
import dev.ipcommand.bench.campaign.RebootScene;
import dev.ipcommand.bench.campaign.RestartCampaign;
import dev.ipcommand.bench.campaign.ScriptsCampaign;
import dev.ipcommand.bench.faults.ReplugCampaign;
import dev.ipcommand.bench.inside.LossCampaign;
import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench campaign}. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description = "Long runs: exit status 0 nothing found, 1 findings or a failure, 2 wrong usage.")
final class CampaignCli {
    private final PrintStream out = System.out;

    @Command(
            mixinStandardHelpOptions = true,
            description = "Every length 1..1300, every byte value, framed echoes 1..1290: byte-exact both ways.")
    int payload(
            @Option(names = "--modem", description = "one only; default every one of this build")
                    Optional<RigOptions.Modem> modem,
            @Option(names = "--path", description = "one only; default every one of this build")
                    Optional<RigOptions.DataPath> path,
            @Option(names = "--quick", description = "the selection that verify runs") boolean quick) {
        return each(modem, path, rig -> {
            List<PayloadCase> cases = quick ? PayloadCampaign.selection() : PayloadCampaign.everything();
            return new PayloadCampaign(rig, out::println).run(cases);
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Every process killed and stopped in turn, and started again.")
    int restart(
            @Option(names = "--modem", description = "one only; default every one of this build")
                    Optional<RigOptions.Modem> modem,
            @Option(names = "--path", description = "one only; default every one of this build")
                    Optional<RigOptions.DataPath> path,
            @Option(names = "--rounds", defaultValue = "5", description = "default ${DEFAULT-VALUE}") int rounds) {
        return each(modem, path, rig -> restarts(rig, rounds));
    }

    private List<String> restarts(Rig rig, int rounds)
            throws IOException, ProcessException, ApiException, InterruptedException {
        RestartCampaign campaign = new RestartCampaign(rig);
        List<String> findings = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (RestartCampaign.Part part : RestartCampaign.Part.values()) {
                if (part == RestartCampaign.Part.SIMULATOR && !rig.hasModem()) {
                    continue;
                }
                for (RestartCampaign.End end : RestartCampaign.End.values()) {
                    Optional<Duration> works = campaign.run(part, end);
                    String what = "round " + round + ", " + part + " " + end + ": "
                            + works.map(after -> "works " + after.toMillis() + " ms after READY")
                                    .orElse("does not work 15 s after READY");
                    out.println(what);
                    if (works.isEmpty()) {
                        findings.add(what);
                    }
                }
            }
        }
        return findings;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Script handlers by the thousand, bad ones among them: no process, descriptor or file is left.")
    int scripts(@Option(names = "--runs", defaultValue = "10000", description = "default ${DEFAULT-VALUE}") int runs) {
        return verdict(one(ScriptsCampaign.options(), rig -> new ScriptsCampaign(rig, out::println).run(runs)));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "ping 20 times a second beside a handler that hangs, one that floods and one that forks.")
    int neighbours(
            @Option(names = "--seconds", defaultValue = "30", description = "default ${DEFAULT-VALUE}") int seconds) {
        return verdict(one(NeighboursCampaign.options(), rig -> {
            NeighboursCampaign.Result result =
                    new NeighboursCampaign(rig, out::println).run(Duration.ofSeconds(seconds));
            List<String> findings = new ArrayList<>(result.findings());
            if (!result.keepsTheBar()) {
                findings.add("p99 of ping is over " + NeighboursCampaign.BAR.toMillis() + " ms");
            }
            return findings;
        }));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "A network that loses datagrams and an agent that ends, in virtual time: nothing runs twice.")
    int loss(
            @Option(names = "--ids", defaultValue = "10000", description = "default ${DEFAULT-VALUE}") int ids,
            @Option(names = "--seed", description = "default: another each time") Optional<Long> seed,
            @Option(names = "--loss", defaultValue = "0.3", description = "each way; default ${DEFAULT-VALUE}")
                    double loss) {
        return new LossRun(out).run(new LossCampaign.Settings(ids, seed.orElseGet(System::nanoTime), loss));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Signed reboots and restarts under a fake init: acknowledged, done once, told afterwards.")
    int reboot(@Option(names = "--rounds", defaultValue = "100", description = "default ${DEFAULT-VALUE}") int rounds) {
        try (RebootScene scene = new RebootScene()) {
            return verdict(one(scene.options(), rig -> new RebootCampaign(rig, scene, out::println).run(rounds)));
        } catch (IOException failed) {
            out.println("FINDING " + failed.getMessage());
            return 1;
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "The modem's port vanishes and is back: a command is answered, nothing is left behind, and the agent",
                "keeps quiet meanwhile. Figures are minimum/median/maximum."
            })
    int replug(
            @Option(names = "--rounds", defaultValue = "1000", description = "default ${DEFAULT-VALUE}") int rounds) {
        return verdict(one(ReplugCampaign.options(), rig -> {
            ReplugCampaign campaign = new ReplugCampaign(rig, Duration.ofSeconds(1), out::println);
            List<String> findings = new ArrayList<>(campaign.run(rounds));
            if (campaign.overTheBar() > 0) {
                findings.add(campaign.summary());
            }
            return findings;
        }));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "kill -9 at random moments: nothing runs twice, no durable message is lost.")
    int crash(
            @Option(names = "--runs", defaultValue = "20", description = "default ${DEFAULT-VALUE}") int runs,
            @Option(names = "--seed", description = "default: another each time") Optional<Long> seed) {
        long chosen = seed.orElseGet(System::nanoTime);
        out.println("seed " + chosen);
        return verdict(one(CrashCampaign.options(), rig -> new CrashCampaign(rig, chosen, out::println).run(runs)));
    }

    /** What is done to one rig; each finding is a line. */
    private interface Work {
        List<String> on(Rig rig) throws IOException, ProcessException, ApiException, InterruptedException;
    }

    private int each(Optional<RigOptions.Modem> modem, Optional<RigOptions.DataPath> path, Work work) {
        List<RigOptions> chosen = RigOptions.MATRIX.stream()
                .filter(options -> modem.isEmpty() || modem.get() == options.modem())
                .filter(options -> path.isEmpty() || path.get() == options.path())
                .toList();
        if (chosen.isEmpty()) {
            System.err.println("campaign: this build has no such combination; it has " + RigOptions.MATRIX);
            return 2;
        }
        int findings = 0;
        for (RigOptions options : chosen) {
            out.println("== " + options);
            findings += one(options.with(PayloadCase.CONFIGURATION), rig -> {
                rig.start();
                return work.on(rig);
            });
        }
        return verdict(findings);
    }

    private int verdict(int findings) {
        out.println(findings == 0 ? "Nothing found." : findings + " findings.");
        return findings == 0 ? 0 : 1;
    }

    private int one(RigOptions options, Work work) {
        try {
            Rig rig = Rig.create(Installation.find(), options, PortBlock.any());
            Runtime.getRuntime().addShutdownHook(new Thread(rig::close, "campaign-close"));
            List<String> findings;
            try {
                findings = work.on(rig);
            } finally {
                rig.close();
            }
            findings.forEach(finding -> out.println("FINDING " + finding));
            return findings.size();
        } catch (IOException | ProcessException | ApiException failed) {
            out.println("FINDING " + failed.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}

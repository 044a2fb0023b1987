package dev.ipcommand.bench.faults;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.campaign.PayloadCampaign;
import dev.ipcommand.bench.campaign.PayloadCase;
import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.process.PrivateDirectory;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Every scene on every kind of rig, some rigs side by side.
 *
 * <p><b>Threading.</b> One caller; {@link #close} may come from a shutdown hook.
 */
public final class FaultsBench implements AutoCloseable {
    /** The dialects with sockets of their own, and the one without on an interface of the host. */
    public static final List<RigOptions> DIALECTS = List.of(
            new RigOptions(RigOptions.Modem.BG96, RigOptions.DataPath.EMBEDDED, ""),
            new RigOptions(RigOptions.Modem.EC25, RigOptions.DataPath.EMBEDDED, ""),
            new RigOptions(RigOptions.Modem.SIM7600, RigOptions.DataPath.EMBEDDED, ""),
            new RigOptions(RigOptions.Modem.SIM7080, RigOptions.DataPath.EMBEDDED, ""),
            new RigOptions(RigOptions.Modem.GENERIC, RigOptions.DataPath.INTERFACE, ""));

    /**
     * How much of it.
     *
     * @param runs of each scene
     * @param parallel rigs at a time
     * @param patience with a scene beyond the time that its trouble lasts
     * @param simulator more of the simulator's arguments
     * @param ladderScale what the waits of the recovery ladder are divided by in the scenes that only it ends
     */
    public record Plan(int runs, int parallel, Duration patience, List<String> simulator, int ladderScale) {}

    private final Installation installation;
    private final Plan plan;
    private final Consumer<String> progress;
    private final Set<Rig> rigs = ConcurrentHashMap.newKeySet();

    public FaultsBench(Installation installation, Plan plan, Consumer<String> progress) {
        this.installation = installation;
        this.plan = plan;
        this.progress = progress;
    }

    /** Plays every scene on every kind of rig. */
    public FaultsReport run(List<RigOptions> dialects, List<Scene> scenes) throws InterruptedException {
        return play(dialects, dialect -> scenes);
    }

    /** Plays every scene on one kind of rig only, each kind in turn. */
    public FaultsReport share(List<RigOptions> dialects, List<Scene> scenes) throws InterruptedException {
        Map<RigOptions, List<Scene>> shares = new HashMap<>();
        int turn = 0;
        for (Scene scene : scenes) {
            List<RigOptions> fit = dialects.stream().filter(scene::suits).toList();
            shares.computeIfAbsent(fit.get(turn++ % fit.size()), dialect -> new ArrayList<>())
                    .add(scene);
        }
        return play(dialects, dialect -> shares.getOrDefault(dialect, List.of()));
    }

    private FaultsReport play(List<RigOptions> dialects, Function<RigOptions, List<Scene>> scenes)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(plan.parallel());
        List<Finding> findings = new ArrayList<>();
        try {
            List<Future<List<Finding>>> all = new ArrayList<>();
            for (RigOptions dialect : dialects) {
                List<Scene> its = scenes.apply(dialect);
                all.add(pool.submit(() -> play(dialect, its)));
            }
            for (Future<List<Finding>> one : all) {
                findings.addAll(one.get());
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            pool.shutdownNow();
        }
        return new FaultsReport(
                findings, dialects.stream().map(RigOptions::toString).toList());
    }

    private List<Finding> play(RigOptions dialect, List<Scene> scenes) throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        List<Scene> gentle = scenes.stream()
                .filter(scene -> scene.suits(dialect) && !scene.when().isApart())
                .toList();
        if (!gentle.isEmpty()) {
            findings.addAll(playOn(options(dialect, 1), gentle));
        }
        // Each on a rig of its own: the ladder's budget of a day is kept across restarts.
        for (Scene scene : scenes) {
            if (scene.suits(dialect) && scene.when() == Scene.When.LADDER) {
                findings.addAll(playOn(options(dialect, plan.ladderScale()), List.of(scene)));
            } else if (scene.suits(dialect) && scene.when() == Scene.When.LOCKED) {
                findings.addAll(playLocked(dialect, scene));
            }
        }
        return findings;
    }

    private List<Finding> playLocked(RigOptions dialect, Scene scene) throws IOException, InterruptedException {
        try (PrivateDirectory directory = PrivateDirectory.create("ipcommand-pin-")) {
            Path pin = directory.path().resolve("pin");
            Files.writeString(pin, Scenes.PIN + "\n");
            Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
            String table = "[sim]\npin_file = \"" + pin + "\"\n";
            return playOn(options(dialect, 1).with(table), List.of(scene));
        }
    }

    /**
     * Two hundred payloads of mixed sizes up to 1300 bytes there and back on each kind of rig, one rig after the other.
     *
     * @return what was found; empty = every byte came back
     */
    public List<String> mixed(List<RigOptions> dialects)
            throws IOException, ProcessException, ApiException, InterruptedException {
        List<String> findings = new ArrayList<>();
        for (RigOptions dialect : dialects) {
            try (Rig rig = Rig.create(installation, dialect.with(PayloadCase.CONFIGURATION), PortBlock.any())) {
                rigs.add(rig);
                rig.start();
                // 523 and 1300 have no common factor: two hundred different sizes, small and large in turn.
                IntStream sizes = IntStream.range(0, 200).map(i -> 1 + i * 523 % PayloadCase.MAX);
                new PayloadCampaign(rig, line -> progress.accept(dialect + ": " + line))
                        .run(PayloadCase.raw(sizes))
                        .forEach(finding -> findings.add(dialect + ": " + finding));
            }
        }
        return findings;
    }

    private RigOptions options(RigOptions dialect, int scale) {
        List<String> java = scale == 1 ? List.of() : List.of("-Dipcommand.ladder.scale=" + scale);
        List<String> simulator = new ArrayList<>(plan.simulator());
        if (scale != 1) {
            simulator.addAll(List.of("--time-scale", Integer.toString(scale), "--applet-minutes", "20"));
        }
        return dialect.with(Stage.CONFIGURATION).with(new RigOptions.More(List.of("--sims", "2"), simulator, java));
    }

    private List<Finding> playOn(RigOptions options, List<Scene> scenes) throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try (Rig rig = Rig.create(installation, options, PortBlock.any())) {
            rigs.add(rig);
            Stage stage = new Stage(rig, plan.patience());
            stage.open();
            for (Scene scene : scenes) {
                Finding finding = new Finding(scene, options.toString(), samples(stage, scene));
                progress.accept(options + " " + scene.name() + ": " + finding.cell()
                        + (finding.shortfalls().isEmpty() ? "" : " " + finding.shortfalls()));
                findings.add(finding);
            }
        } catch (ProcessException | ApiException failed) {
            progress.accept(options + ": " + failed.getMessage());
        }
        return findings;
    }

    private List<Sample> samples(Stage stage, Scene scene) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int run = 0; run < plan.runs(); run++) {
            try {
                samples.add(stage.play(scene));
            } catch (ProcessException | ApiException failed) {
                samples.add(new Sample(
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        List.of(),
                        String.valueOf(failed.getMessage()).lines().toList()));
            }
        }
        return samples;
    }

    @Override
    public void close() {
        rigs.forEach(Rig::close);
    }
}

package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.fuzz.FuzzRun;
import dev.ipcommand.bench.fuzz.FuzzTarget;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench fuzz}. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = {
            "Looks for bytes that break a promise: AT lexer, engine, commands and drivers, command decoder, tokens.",
            "Coverage-guided (Jazzer), one target after the other."
        },
        footer = {
            "",
            "Exit status: 0 nothing found, 1 a finding (its path is printed) or a failure, 2 wrong usage.",
            "A finding beside the saved inputs is a test from then on; give it a name that says what it is."
        })
final class FuzzCli implements Callable<Integer> {
    @Option(
            names = "--minutes",
            defaultValue = "30",
            description = "in total, for all targets; default ${DEFAULT-VALUE}")
    private double minutes;

    @Option(names = "--target", description = "one only, or several: ${COMPLETION-CANDIDATES}")
    private List<FuzzTarget> targets = List.of(FuzzTarget.values());

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        Duration each = Duration.ofMillis(Math.max(1000, Math.round(minutes * 60_000 / targets.size())));
        try {
            FuzzRun run = new FuzzRun(Installation.find(), out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(run::end, "fuzz-close"));
            run.prepare();
            int findings = 0;
            for (FuzzTarget target : targets) {
                findings += tell(target, run.run(target, each));
            }
            out.println(findings == 0 ? "Nothing found." : findings + " findings.");
            return findings == 0 ? 0 : 1;
        } catch (IOException | ProcessException failed) {
            System.err.println("fuzz: " + failed.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int tell(FuzzTarget target, FuzzRun.Result result) {
        out.println(target.word() + ": " + result.runs() + " inputs, "
                + (result.finding().isEmpty() ? "nothing found" : "a finding"));
        result.finding().ifPresent(file -> {
            out.println("FINDING " + file);
            out.println("  what went wrong: " + result.log());
            out.println("  again: mvn -B -pl " + target.module() + " -am test -Dtest='"
                    + target.type().substring(target.type().lastIndexOf('.') + 1) + "#" + target.method()
                    + "' -Dsurefire.failIfNoSpecifiedTests=false");
            out.println("  to keep it: a file in " + target.inputs() + ", and a transcript or unit test that says why");
        });
        return result.finding().isPresent() ? 1 : 0;
    }
}

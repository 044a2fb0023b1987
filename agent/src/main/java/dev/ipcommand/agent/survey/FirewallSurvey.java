package dev.ipcommand.agent.survey;

import dev.ipcommand.agent.doctor.Facts.Firewall;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Asks nft(8), else iptables(8), whether anything that comes in may be dropped. A hint: rules are not followed. */
final class FirewallSurvey {
    private static final int MAX_BYTES = 256 * 1024;
    private static final long PATIENCE_SECONDS = 5;
    /** A chain of the input hook, up to the line that ends it, with a policy or rule that drops. */
    private static final Pattern NFT =
            Pattern.compile("hook input(?:(?!\\n\\s*\\}\\s*\\n).)*\\b(?:drop|reject)\\b", Pattern.DOTALL);

    private static final Pattern IPTABLES =
            Pattern.compile("(?m)^-P INPUT (?:DROP|REJECT)|^-A INPUT .*-j (?:DROP|REJECT)");

    private final List<Path> programs;

    FirewallSurvey(List<Path> programs) {
        this.programs = programs;
    }

    Firewall look(boolean root) {
        Optional<Path> nft = find("nft");
        Optional<Path> iptables = find("iptables");
        if (nft.isEmpty() && iptables.isEmpty()) {
            return Firewall.ABSENT;
        }
        if (!root) {
            return Firewall.UNSEEN;
        }
        Optional<Boolean> byNft = nft.flatMap(program -> answer(List.of(program.toString(), "list", "ruleset")))
                .map(rules -> NFT.matcher(rules).find());
        Optional<Boolean> byIptables = iptables.flatMap(program -> answer(List.of(program.toString(), "-S", "INPUT")))
                .map(rules -> IPTABLES.matcher(rules).find());
        if (byNft.isEmpty() && byIptables.isEmpty()) {
            return Firewall.UNSEEN;
        }
        return byNft.orElse(false) || byIptables.orElse(false) ? Firewall.MAY_DROP : Firewall.OPEN;
    }

    private Optional<Path> find(String name) {
        return programs.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Empty if it has none in time. */
    private static Optional<String> answer(List<String> command) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        // Ends a program that hangs, and with it the reading below; not one that ended: that would close what it said.
        CompletableFuture<Process> ended = process.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .whenComplete((done, late) -> {
                    if (late != null) {
                        process.destroyForcibly();
                    }
                });
        try {
            String text = new String(process.getInputStream().readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            boolean well = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            return well ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            ended.cancel(false);
            process.destroyForcibly();
        }
    }
}

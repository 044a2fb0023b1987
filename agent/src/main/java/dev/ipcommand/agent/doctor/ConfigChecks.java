package dev.ipcommand.agent.doctor;

import java.util.List;

/** The configuration and the files that it names. */
final class ConfigChecks {
    private static final int OTHERS_WRITE = 0022;
    private static final int OTHERS_READ = 0004;

    static final List<Check> ALL = List.of(
            new Check("config.valid", "the configuration", ConfigChecks::valid),
            new Check("config.mode", "who may change the configuration", ConfigChecks::mode),
            new Check("config.keys", "the files of keys", ConfigChecks::keys));

    private ConfigChecks() {}

    private static Finding valid(Facts facts) {
        List<String> problems = facts.file().problems();
        if (problems.isEmpty()) {
            return Finding.ok(facts.file().path().toString());
        }
        String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "";
        return Finding.problem(
                problems.get(0) + more,
                "ipcommand config check --config " + facts.file().path());
    }

    private static Finding mode(Facts facts) {
        if (facts.file().mode().isEmpty()) {
            return Finding.notChecked("its mode cannot be read");
        }
        int mode = Integer.parseInt(facts.file().mode(), 8);
        if ((mode & OTHERS_WRITE) != 0) {
            return Finding.problem(
                    facts.file().path() + " has mode " + facts.file().mode()
                            + ": others than its owner may let themselves run commands",
                    "chmod go-w " + facts.file().path());
        }
        boolean secrets = facts.config()
                .map(config -> config.keys().values().stream()
                        .anyMatch(key -> key.algorithm().equals("HS256")))
                .orElse(false);
        if (secrets && (mode & OTHERS_READ) != 0) {
            return Finding.warning(
                    facts.file().path() + " has mode " + facts.file().mode()
                            + ": everybody may read where the shared secrets lie",
                    "chmod o-r " + facts.file().path());
        }
        return Finding.ok("mode " + facts.file().mode());
    }

    private static Finding keys(Facts facts) {
        if (facts.config().isEmpty()) {
            return Finding.notChecked("the configuration cannot be used");
        }
        List<String> problems = facts.file().keyProblems();
        return problems.isEmpty()
                ? Finding.ok(facts.config().get().keys().size() + " keys")
                // Each ends with what to type.
                : Finding.problem(String.join("; ", problems), "do what it says, then: ipcommand config check");
    }
}

package dev.ipcommand.agent;

import dev.ipcommand.agent.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The arguments of {@code ipcommand run}. */
final class RunArguments {
    private RunArguments() {}

    /**
     * The configuration to run with, if these arguments are a well-formed {@code run}; otherwise the command-line tool
     * has them, and explains.
     */
    static Optional<Path> configOf(String[] args, Map<String, String> environment) {
        if (args.length == 0 || !args[0].equals("run")) {
            return Optional.empty();
        }
        String named = environment.get("IPCOMMAND_CONFIG");
        String file = named == null || named.isEmpty() ? ConfigLoader.DEFAULT_FILE.toString() : named;
        for (int i = 1; i < args.length; i++) {
            if (args[i].startsWith("--config=")) {
                file = args[i].substring("--config=".length());
            } else if (args[i].equals("--config") && i + 1 < args.length) {
                file = args[++i];
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(Path.of(file));
    }
}

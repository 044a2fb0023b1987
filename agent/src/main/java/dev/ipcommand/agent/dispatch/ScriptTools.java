package dev.ipcommand.agent.dispatch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The programs of util-linux that run a script: each execs the next, so that the process started is the script's.
 *
 * @param setsid makes it lead a session of its own
 * @param prlimit bounds its memory; empty if it is not installed
 */
record ScriptTools(String setsid, Optional<String> prlimit) {
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin"), Path.of("/bin"));

    /** Those of this machine. */
    static ScriptTools find() {
        return new ScriptTools(at("setsid").orElse("setsid"), at("prlimit"));
    }

    private static Optional<String> at(String name) {
        return PLACES.stream()
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /**
     * The command line that runs a file.
     *
     * @param memoryBytes the address space of each of its processes; 0 = no limit
     */
    List<String> command(Path file, long memoryBytes) {
        List<String> command = new ArrayList<>();
        command.add(setsid);
        if (memoryBytes > 0) {
            command.add(prlimit.orElse("prlimit"));
            command.add("--as=" + memoryBytes);
            // What runs into its limit often ends in a core dump, which would be as large as the limit.
            command.add("--core=0");
            command.add("--");
        }
        command.add(file.toAbsolutePath().toString());
        return command;
    }
}

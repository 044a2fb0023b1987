package dev.ipcommand.bench.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an agent has open, and what its scripts have left running, read from {@code /proc}.
 *
 * <p><b>Threading.</b> Immutable: any thread.
 */
final class ScriptsCampaignProcesses {
    private static final Path PROC = Path.of("/proc");

    private final long agent;
    private final String mark;

    /**
     * @param agent its process
     * @param call the {@code IPCOMMAND_CALL} of any of its calls: what stands before the last hyphen is the same in all
     */
    ScriptsCampaignProcesses(long agent, String call) {
        this.agent = agent;
        this.mark = "\0IPCOMMAND_CALL=" + call.substring(0, call.lastIndexOf('-') + 1);
    }

    /** How many descriptors the agent has open. */
    int descriptors() {
        try (Stream<Path> open = Files.list(PROC.resolve(agent + "/fd"))) {
            return (int) open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The children of the agent that have ended and were not waited for. */
    List<String> zombies() {
        List<String> zombies = new ArrayList<>();
        for (Path process : processes()) {
            // proc(5): pid (comm) state ppid …
            String stat = read(process.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", 3);
            if (fields.length == 3 && fields[0].equals("Z") && fields[1].equals(Long.toString(agent))) {
                zombies.add(stat.substring(0, stat.lastIndexOf(')') + 1));
            }
        }
        return zombies;
    }

    /** The processes of scripts, by pid and command line. */
    List<String> scripts() {
        return holders("\0");
    }

    /** The processes of one handler's calls. */
    List<String> scripts(String handler) {
        return holders("\0IPCOMMAND_NAME=" + handler + "\0");
    }

    private List<String> holders(String also) {
        List<String> holders = new ArrayList<>();
        for (Path process : processes()) {
            String environment = "\0" + read(process.resolve("environ"));
            if (environment.contains(mark) && environment.contains(also)) {
                holders.add(process.getFileName() + " "
                        + read(process.resolve("cmdline")).replace('\0', ' ').strip());
            }
        }
        return holders;
    }

    private static List<Path> processes() {
        try (Stream<Path> all = Files.list(PROC)) {
            return all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for a process that is gone. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}

package dev.ipcommand.bench.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The fenced blocks of a Markdown page.
 *
 * @param blocks in their order
 */
record Page(List<Block> blocks) {
    /**
     * A fenced block.
     *
     * @param kind what stands after the fence: a language, then a name
     */
    record Block(String kind, List<String> lines) {
        String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    /**
     * A command of a console block and what it prints.
     *
     * @param command as it is typed, with the lines of its here-document
     * @param prints ends with {@code …} if the rest is left out
     */
    record Step(String command, List<String> prints) {}

    static Page read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String kind = null;
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("```")) {
                lines.add(line);
            } else if (kind == null) {
                kind = line.substring(3).strip();
                lines = new ArrayList<>();
            } else {
                blocks.add(new Block(kind, List.copyOf(lines)));
                kind = null;
            }
        }
        return new Page(blocks);
    }

    /** The one block of a kind. */
    Block block(String kind) {
        List<Block> found =
                blocks.stream().filter(block -> block.kind().equals(kind)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " blocks of kind " + kind);
        }
        return found.get(0);
    }

    /** The commands of the one console block of a name. */
    List<Step> console(String name) {
        List<Step> steps = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        List<String> prints = new ArrayList<>();
        for (String line : block("console " + name).lines()) {
            if (line.startsWith("$ ")) {
                add(steps, command, prints);
                command.append(line.substring(2));
            } else if (line.startsWith("> ")) {
                command.append('\n').append(line.substring(2));
            } else {
                prints.add(line);
            }
        }
        add(steps, command, prints);
        return steps;
    }

    private static void add(List<Step> steps, StringBuilder command, List<String> prints) {
        if (command.length() > 0) {
            steps.add(new Step(command.toString(), List.copyOf(prints)));
        }
        command.setLength(0);
        prints.clear();
    }
}

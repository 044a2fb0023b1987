package dev.ipcommand.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/**
 * From bytes to {@link ConfigNode}s: the only class that knows tomlj, and it keeps nothing of it.
 *
 * <p>Every failure becomes a problem: an empty table is returned and the caller asks {@link Problems}.
 */
final class TomlFile {
    /** A full configuration with a hundred handlers is 20 KiB; anything near this is another file. */
    static final int MAX_BYTES = 1 << 20;

    /** The deepest value is an element of a list in {@code [handler.NAME]}; the parser recurses once a level. */
    private static final int MAX_DEPTH = 16;

    private TomlFile() {}

    static ConfigNode read(Path file, Problems problems) {
        return read(file, MAX_BYTES, problems);
    }

    /** The same for a file that is smaller by its nature. */
    static ConfigNode read(Path file, int maxBytes, Problems problems) {
        byte[] bytes;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                problems.addForFile("is not a regular file, name an ipcommand.toml with --config");
                return nothing();
            }
            // Bounded by what is read, not by what the file system says its length is.
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(maxBytes + 1);
            }
        } catch (NoSuchFileException e) {
            problems.addForFile("does not exist, write one with 'ipcommand config reference > " + file
                    + "' or name another with --config");
            return nothing();
        } catch (AccessDeniedException e) {
            problems.addForFile("may not be read by this user, run as root or as the service's user");
            return nothing();
        } catch (IOException e) {
            problems.addForFile("cannot be read: " + e.getMessage());
            return nothing();
        }
        if (bytes.length > maxBytes) {
            problems.addForFile("is over " + Amounts.ofBytes(maxBytes) + ", allowed are " + maxBytes + " bytes");
            return nothing();
        }
        return parse(bytes, problems);
    }

    static ConfigNode parse(byte[] bytes, Problems problems) {
        if (bytes.length > MAX_BYTES) {
            problems.addForFile("is over 1 MiB, allowed are " + MAX_BYTES + " bytes");
            return nothing();
        }
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) decoded.chars().filter(c -> c == '\n').count();
            int column = decoded.length() - decoded.lastIndexOf('\n');
            problems.add(line, column, "", "a byte that is not UTF-8, save the file as UTF-8");
            return nothing();
        }
        // Editors on Windows begin a file with a byte order mark, which TOML does not know.
        return parse(decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded, problems);
    }

    private static ConfigNode parse(String text, Problems problems) {
        TomlParseOptions options =
                TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0).withMaxNestingDepth(MAX_DEPTH);
        TomlParseResult result = org.tomlj.Toml.parse(text, options);
        for (TomlParseError error : result.errors()) {
            TomlPosition position = error.position();
            String what = String.valueOf(error.getMessage()).replaceAll("\\p{Cntrl}", " ");
            problems.add(position.line(), position.column(), "", what);
        }
        return result.hasErrors() ? nothing() : new ConfigNode(tableOf(result), 1, 1);
    }

    private static Map<String, ConfigNode> tableOf(TomlTable table) {
        Map<String, ConfigNode> nodes = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            List<String> path = List.of(key);
            nodes.put(key, nodeOf(table.get(path), table.inputPositionOf(path)));
        }
        return nodes;
    }

    private static ConfigNode nodeOf(Object value, TomlPosition position) {
        Object own = value;
        if (value instanceof TomlTable table) {
            own = tableOf(table);
        } else if (value instanceof TomlArray array) {
            List<ConfigNode> nodes = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                nodes.add(nodeOf(array.get(i), array.inputPositionOf(i)));
            }
            own = nodes;
        }
        return new ConfigNode(own, position.line(), position.column());
    }

    private static ConfigNode nothing() {
        return new ConfigNode(Map.of(), 1, 1);
    }
}

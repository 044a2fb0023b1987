package dev.ipcommand.bench.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code bin/bench fuzz} runs is what there is to run. */
final class FuzzTargetTest {
    private static final Pattern METHOD = Pattern.compile("@FuzzTest[^\\n]*\\n\\s+void (\\w+)\\(");

    @Test
    void shouldNameEveryFuzzTestOfEveryModule() throws IOException {
        Set<String> there = new TreeSet<>();
        Path root = Installation.find().root();
        for (String module : new String[] {"modem-drivers", "agent", "modem-simulator", "cloud-stub"}) {
            Path sources = root.resolve(module).resolve("src/test/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(one -> one.toString().endsWith("FuzzTest.java"))
                        .toList()) {
                    String type = sources.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.');
                    Matcher method = METHOD.matcher(Files.readString(file, StandardCharsets.UTF_8));
                    while (method.find()) {
                        there.add(module + " " + type + " " + method.group(1));
                    }
                }
            }
        }
        Set<String> named = new TreeSet<>();
        for (FuzzTarget target : FuzzTarget.values()) {
            named.add(target.module() + " " + target.type() + " " + target.method());
        }

        assertEquals(there, named);
    }

    /** Small enough for every build, and there at all: without one a fuzz test runs over nothing. */
    @ParameterizedTest
    @EnumSource
    void shouldFindSavedInputs(FuzzTarget target) throws IOException {
        long bytes = 0;
        long count = 0;
        try (Stream<Path> files = Files.list(Installation.find().root().resolve(target.inputs()))) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
                count++;
            }
        }

        assertTrue(count > 0 && count <= 200, target + ": " + count + " files");
        assertTrue(bytes <= 64 * 1024, target + ": " + bytes + " bytes");
    }
}

package dev.ipcommand.modem.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every transcript under {@code transcripts/<vendor>/<model>/} against the real drivers, whole and byte by byte. */
class TranscriptsTest {
    private static final Path FILES = Path.of("src/test/resources/transcripts");

    @TestFactory
    List<DynamicTest> shouldDriveEveryTranscriptToItsExpectedEnd() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            List<DynamicTest> tests = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(file -> Stream.of(TranscriptRun.Pieces.values())
                            .map(pieces -> DynamicTest.dynamicTest(
                                    FILES.relativize(file) + " in " + pieces, () -> run(file, pieces))))
                    .toList();
            assertFalse(tests.isEmpty());
            return tests;
        }
    }

    private static void run(Path file, TranscriptRun.Pieces pieces) throws Exception {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (RecordingRun.isRecording(lines)) {
            repeat(new RecordingRun(lines, pieces == TranscriptRun.Pieces.BYTES));
            return;
        }
        TranscriptRun run = new TranscriptRun(lines, pieces);
        List<List<String>> expectedAndActual = run.run(lines);
        assertEquals(
                String.join("\n", expectedAndActual.get(0)),
                String.join("\n", expectedAndActual.get(1)),
                "refused as unknown: " + run.unknown());
    }

    /** What {@code ipcommand modem record} wrote, as it wrote it. */
    private static void repeat(RecordingRun run) throws Exception {
        run.run();

        same(run.outcomes());
        if (run.isWhole()) {
            same(run.bytes());
            same(run.news());
            assertEquals(List.of(), run.unknown());
        }
    }

    private static void same(RecordingRun.Compared compared) {
        assertEquals(String.join("\n", compared.expected()), String.join("\n", compared.actual()));
    }
}

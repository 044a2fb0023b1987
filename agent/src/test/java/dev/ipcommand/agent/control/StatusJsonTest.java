package dev.ipcommand.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusJsonTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldWriteTheNamesThatOthersRelyOn() throws IOException {
        try (var in = Objects.requireNonNull(StatusJsonTest.class.getResourceAsStream("status.json"))) {
            String expected = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();

            assertEquals(expected, new String(StatusJson.write(FakeOperations.REPORT), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        assertEquals(FakeOperations.REPORT, StatusJson.read(StatusJson.write(FakeOperations.REPORT)));
    }

    @Test
    void shouldPassOverFieldsOfANewerAgent() throws IOException {
        StatusReport report = StatusJson.read(utf8(
                "{\"new\":{\"a\":[1,{\"b\":null}]},\"session\":{\"state\":\"ABSENT\",\"more\":1.5},\"recent\":[]}"));

        assertEquals("ABSENT", report.session().state());
        assertEquals("", report.link().path());
    }

    @Test
    void shouldKeepALongListOfCommandsWithinALine() {
        StatusReport.Command longest = new StatusReport.Command(
                "n".repeat(64), "resource-exhausted", Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        StatusReport full = new StatusReport(
                "1",
                "",
                FakeOperations.REPORT.session(),
                FakeOperations.REPORT.recovery(),
                FakeOperations.REPORT.link(),
                FakeOperations.REPORT.modem(),
                FakeOperations.REPORT.counters(),
                FakeOperations.REPORT.handlers(),
                FakeOperations.REPORT.signedRefused(),
                0,
                Collections.nCopies(10_000, longest));

        assertEquals(true, StatusJson.write(full).length < Json.MAX_LINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{\"version\":\"1\"",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"counters\":{\"received\":\"x\"}}",
                "{\"a\":[[[[[[[[[[1]]]]]]]]]]}"
            })
    void shouldRefuseWhatIsNotOneStatus(String text) {
        assertThrows(IOException.class, () -> StatusJson.read(utf8(text)));
    }
}

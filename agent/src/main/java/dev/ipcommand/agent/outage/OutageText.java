package dev.ipcommand.agent.outage;

import dev.ipcommand.agent.outage.Outage.Attempt;
import dev.ipcommand.agent.session.Rung;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Outages as lines of text and back: a head, an outage a line with a tab between its fields, and an end with the checksum of
 * all before it. Pure.
 */
final class OutageText {
    /** Far more than a hundred of the longest need. */
    static final int MAX_BYTES = 512 * 1024;

    private static final String HEAD = "ipcommand outages 1\n";
    private static final String END = "end ";
    private static final int FIELDS = 7;

    private OutageText() {}

    static String of(List<Outage> outages) {
        String body = HEAD + outages.stream().map(OutageText::line).collect(Collectors.joining());
        return body + END + checksum(body) + "\n";
    }

    private static String line(Outage outage) {
        String tried = outage.tried().stream()
                .map(attempt -> attempt.rung().name() + "@" + attempt.at())
                .collect(Collectors.joining(","));
        return String.join(
                        "\t",
                        outage.began().toString(),
                        outage.over() ? "over" : "open",
                        outage.lasted().map(Duration::toString).orElse("-"),
                        tried,
                        Integer.toString(outage.omitted()),
                        outage.note(),
                        outage.cause())
                + "\n";
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    static List<Outage> parse(String text) throws OutageFile.DamagedException {
        int end = text.lastIndexOf(END);
        if (!text.startsWith(HEAD)
                || end < HEAD.length()
                || !text.substring(end).equals(END + checksum(text.substring(0, end)) + "\n")) {
            throw new OutageFile.DamagedException("head, end or checksum is wrong");
        }
        List<Outage> outages = new ArrayList<>();
        String body = text.substring(HEAD.length(), end);
        for (String line : body.isEmpty() ? List.<String>of() : Arrays.asList(body.split("\n", -1))) {
            if (!line.isEmpty()) {
                outages.add(outage(line.split("\t", -1)));
            }
        }
        return outages;
    }

    private static Outage outage(String[] fields) throws OutageFile.DamagedException {
        if (fields.length != FIELDS) {
            throw new OutageFile.DamagedException("an outage of " + fields.length + " fields, not " + FIELDS);
        }
        try {
            List<Attempt> tried = new ArrayList<>();
            for (String attempt : fields[3].isEmpty() ? new String[0] : fields[3].split(",", -1)) {
                int at = attempt.indexOf('@');
                tried.add(
                        new Attempt(Rung.valueOf(attempt.substring(0, at)), Instant.parse(attempt.substring(at + 1))));
            }
            return new Outage(
                    Instant.parse(fields[0]),
                    fields[6],
                    tried,
                    Integer.parseInt(fields[4]),
                    fields[1].equals("over"),
                    fields[2].equals("-") ? Optional.empty() : Optional.of(Duration.parse(fields[2])),
                    fields[5]);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            // For example a rung that only another version knows.
            throw new OutageFile.DamagedException(
                    "an outage that cannot be read: " + e.getClass().getSimpleName());
        }
    }
}

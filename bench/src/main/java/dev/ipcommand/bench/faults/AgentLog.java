package dev.ipcommand.bench.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an agent wrote to its log since a moment. Its times are this machine's. */
final class AgentLog {
    private static final Pattern LINE = Pattern.compile("(\\S{10} \\S{12}) (\\S+) (.*)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final int EXCERPT = 25;

    private final Path file;
    private final long from;
    private final Instant since;

    /** What comes from now on. */
    AgentLog(Path file) throws IOException {
        this.file = file;
        this.from = Files.exists(file) ? Files.size(file) : 0;
        this.since = Instant.now();
    }

    /** How long it took until the agent said that something is wrong: it left LISTENING, or warned. */
    Optional<Duration> noticed() throws IOException {
        for (String line : lines()) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()
                    && (parts.group(3).contains("LISTENING -> ")
                            || parts.group(2).startsWith("WARN"))) {
                Instant at = LocalDateTime.parse(parts.group(1), TIME)
                        .atZone(ZoneId.systemDefault())
                        .toInstant();
                Duration taken = Duration.between(since, at);
                return Optional.of(taken.isNegative() ? Duration.ZERO : taken);
            }
        }
        return Optional.empty();
    }

    /** Its first lines since, for a person who looks for the cause. */
    List<String> excerpt() throws IOException {
        return lines().stream().limit(EXCERPT).toList();
    }

    private List<String> lines() throws IOException {
        byte[] all = Files.readAllBytes(file);
        int start = (int) Math.min(from, all.length);
        return new String(all, start, all.length - start, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}

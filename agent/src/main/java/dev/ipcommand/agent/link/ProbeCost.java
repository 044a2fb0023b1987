package dev.ipcommand.agent.link;

import dev.ipcommand.agent.config.AgentConfig.Probe;
import java.time.Duration;

/**
 * What a probe costs at most: if nothing else is ever received and every question is answered at once.
 *
 * @param queries in a month of 30 days
 * @param bytes of questions and usual answers in that time, with IP and UDP headers
 */
public record ProbeCost(long queries, long bytes) {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final long ROUND_TRIP =
            2 * DnsQuery.HEADER_BYTES + DnsQuery.QUERY_BYTES + (long) DnsQuery.ANSWER_BYTES;

    /** By the settings. */
    public static ProbeCost of(Probe probe) {
        long queries = MONTH.toMillis() / probe.interval().toMillis();
        return new ProbeCost(queries, queries * ROUND_TRIP);
    }

    /** For a person. */
    public String text() {
        return "at most " + queries + " queries and " + bytes + " bytes a month of 30 days ("
                + (DnsQuery.HEADER_BYTES + DnsQuery.QUERY_BYTES) + " bytes each, "
                + (DnsQuery.HEADER_BYTES + DnsQuery.ANSWER_BYTES)
                + " its usual answer); fewer if commands come in between";
    }
}

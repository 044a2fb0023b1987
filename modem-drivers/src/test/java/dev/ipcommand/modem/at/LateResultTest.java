package dev.ipcommand.modem.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ipcommand.modem.at.FinalResultCode.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The promise of the engine under chance: results around their deadlines, in pieces, between URCs, with and without echo and
 * type-ahead. {@code -Dipcommand.random.runs=10000 -Dipcommand.random.seed=1} choose how many and from where.
 */
class LateResultTest {
    private static final int RUNS = Integer.getInteger("ipcommand.random.runs", 1000);
    private static final long SEED = Long.getLong("ipcommand.random.seed", 1L);

    private static final BlockRule BLOCK = line -> line.equals("+BLOCK: 8") ? 8 : BlockRule.NONE;
    static final AtDialect DIALECT = new AtDialect(
            List.of(BLOCK), List.of(UrcType.starting("+URC:"), UrcType.starting("+OPEN:")), Duration.ZERO);

    private record Asked(int number, Pending pending) {}

    @Test
    void shouldNeverGiveAResultToAnotherCommandNorSwallowOne() {
        long timeouts = 0;
        long reopenings = 0;
        long answered = 0;
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            try {
                RunResult result = run(new Random(seed));
                timeouts += result.timeouts;
                reopenings += result.reopenings;
                answered += result.answered;
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed + ": " + e, e);
            }
        }
        // The test is only worth something if it gets into trouble and out of it again.
        assertTrue(timeouts > RUNS, "timeouts " + timeouts);
        assertTrue(reopenings > RUNS / 50, "reopenings " + reopenings);
        assertTrue(answered > timeouts, "answered " + answered);
    }

    record RunResult(long timeouts, long reopenings, long answered) {}

    private static RunResult run(Random random) {
        RandomModem modem = new RandomModem(random);
        VirtualChannel channel = new VirtualChannel(modem, DIALECT);
        channel.knowModel("RX100");
        assertTrue(channel.open(5), "opens");
        return converse(random, modem, channel);
    }

    /** Asks and checks every answer; the channel is open. */
    static RunResult converse(Random random, RandomModem modem, VirtualChannel channel) {
        List<Asked> asked = new ArrayList<>();
        int count = 6 + random.nextInt(8);
        for (int number = 100; number < 100 + count; number++) {
            asked.add(new Asked(number, channel.submit(pick(random, modem, number))));
            if (random.nextInt(3) > 0) {
                channel.finish(asked.get(asked.size() - 1).pending());
            } else if (random.nextBoolean()) {
                channel.advance(Duration.ofMillis(random.nextInt(4000)));
            }
        }
        long before = channel.now();
        asked.forEach(one -> channel.finish(one.pending()));
        assertTrue(channel.now() - before < Duration.ofMinutes(20).toNanos(), "takes too long");
        channel.advance(Duration.ofSeconds(60));

        long answered = 0;
        for (Asked one : asked) {
            answered += check(one, modem);
        }
        assertEquals(List.of(), modem.violations);
        for (Urc urc : channel.published()) {
            assertTrue(urc.text().matches("\\+URC: .*|\\+OPEN: .*|\\+BLOCK: 8"), urc.text());
            assertTrue(urc.data() == null || urc.data().length == 8, urc.text());
        }
        return new RunResult(channel.counters().timeouts(), channel.reopenings(), answered);
    }

    /** @return 1 if it was answered */
    private static int check(Asked one, RandomModem modem) {
        String truth = modem.said.getOrDefault(one.number(), "nothing");
        try {
            AtResponse response = one.pending().result();
            assertEquals(
                    truth, response.result().text(), one.pending().command().line());
            for (String text : response.texts()) {
                assertTrue(text.endsWith(String.valueOf(one.number())), text);
            }
            boolean reads = one.pending().command().line().matches("AT\\+(READ|TEXT)=.*");
            assertEquals(reads ? 1 : 0, response.lines().size());
            response.delayedLine().ifPresent(line -> assertEquals("+OPEN: " + one.number() + ",0", line));
            return 1;
        } catch (AtException.Refused e) {
            assertEquals(
                    truth, e.response().result().text(), one.pending().command().line());
            return 1;
        } catch (AtException.TimedOut e) {
            return 0;
        } catch (AtException e) {
            throw new AssertionError(e);
        }
    }

    private static AtCommand<?> pick(Random random, RandomModem modem, int number) {
        return switch (random.nextInt(5)) {
            case 0 ->
                AtCommand.line("AT+READ=" + number)
                        .claims(Claim.prefixes("+READ:"))
                        .deadline(RandomModem.DEADLINE)
                        .build();
            case 1 ->
                AtCommand.line("AT+TEXT=" + number)
                        .claims(Claim.FREE_TEXT)
                        .deadline(RandomModem.DEADLINE)
                        .build();
            case 2 ->
                AtCommand.line("AT+OPEN=" + number)
                        .delayedResult(line -> line.startsWith("+OPEN: " + number + ","))
                        .deadline(RandomModem.DEADLINE)
                        .build();
            case 3 -> send(random, modem, number);
            default ->
                AtCommand.line("AT+DO=" + number).deadline(RandomModem.DEADLINE).build();
        };
    }

    private static AtCommand<?> send(Random random, RandomModem modem, int number) {
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        modem.expectPayload(number, bytes);
        return AtCommand.line("AT+SEND=" + number + "," + bytes.length)
                .payload(new Payload(bytes, '>', RandomModem.PROMPT_DEADLINE, RandomModem.WINDOW, false))
                .endsWith(Kind.SEND_OK, Kind.SEND_FAIL, Kind.ERROR, Kind.CME_ERROR)
                .deadline(RandomModem.DEADLINE)
                .urgent()
                .build();
    }
}

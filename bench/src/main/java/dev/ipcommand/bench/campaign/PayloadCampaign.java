package dev.ipcommand.bench.campaign;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.rig.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Sends payloads through the whole chain, one at a time, and compares what comes back byte by byte. */
public final class PayloadCampaign {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ENOUGH = 20;

    private final Rig rig;
    private final Consumer<String> progress;

    /** @param rig running, with {@link PayloadCase#CONFIGURATION} */
    public PayloadCampaign(Rig rig, Consumer<String> progress) {
        this.rig = rig;
        this.progress = progress;
    }

    /** Every length, every byte. */
    public static List<PayloadCase> everything() {
        List<PayloadCase> cases = new ArrayList<>();
        cases.addAll(PayloadCase.tricky());
        cases.addAll(PayloadCase.everyByte());
        cases.addAll(PayloadCase.raw(IntStream.rangeClosed(1, PayloadCase.MAX)));
        cases.addAll(PayloadCase.framed(IntStream.rangeClosed(1, PayloadCase.MAX_ARGUMENTS)));
        return cases;
    }

    /** What takes a minute at most: all that is tricky, the lengths around limits and a few between. */
    public static List<PayloadCase> selection() {
        List<PayloadCase> cases = new ArrayList<>();
        cases.addAll(PayloadCase.tricky());
        cases.addAll(PayloadCase.everyByte().stream()
                .filter(one -> !one.label().endsWith("alone"))
                .filter(one -> one.sent()[1] <= ' ' || one.sent()[1] == '"' || one.sent()[1] == '>')
                .toList());
        cases.addAll(PayloadCase.raw(
                IntStream.of(1, 2, 3, 26, 27, 63, 64, 127, 128, 255, 256, 257, 511, 512, 1023, 1024, 1299, 1300)));
        cases.addAll(PayloadCase.framed(IntStream.of(1, 2, 100, 245, 246, 247, 1000, 1013, 1014, 1289, 1290)));
        return cases;
    }

    /** Runs the cases; each finding is a line, and after twenty of them it ends. */
    public List<String> run(List<PayloadCase> cases) throws ApiException, InterruptedException {
        Conversation conversation = new Conversation(rig);
        List<String> findings = new ArrayList<>();
        int done = 0;
        for (PayloadCase one : cases) {
            Optional<byte[]> answer = conversation.ask(one.sent(), PATIENCE);
            if (answer.isEmpty()) {
                findings.add(one + ": no answer");
            } else if (!Arrays.equals(answer.get(), one.expected())) {
                findings.add(one + ": " + difference(one.expected(), answer.get()));
            }
            if (++done % 200 == 0) {
                progress.accept(done + " of " + cases.size() + " payloads, " + findings.size() + " findings");
            }
            if (findings.size() == ENOUGH) {
                findings.add("and more: ended after " + done + " of " + cases.size());
                break;
            }
        }
        progress.accept(done + " of " + cases.size() + " payloads, " + findings.size() + " findings");
        return findings;
    }

    private static String difference(byte[] expected, byte[] actual) {
        int at = Arrays.mismatch(expected, actual);
        return expected.length + " bytes expected, " + actual.length + " came, different from byte " + at + " on";
    }
}

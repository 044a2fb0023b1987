package dev.ipcommand.agent.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that do everything to outlive their call: nothing of them does. */
@Timeout(60)
class ScriptEndTest {
    /** What the product promises: from the deadline to the last process. */
    private static final Duration GONE = Duration.ofSeconds(3);

    private ScriptFolder folder;

    ScriptEndTest(@TempDir Path root) throws IOException {
        folder = new ScriptFolder(root);
    }

    @AfterEach
    void shouldLeaveNothingBehind() throws IOException {
        folder.close();
        assertEquals(List.of(), ScriptFolder.holders(Files.readString(mark())), "processes left");
        try (var left = Files.list(folder.work)) {
            assertEquals(List.of(), left.toList(), "working directories left");
        }
    }

    private Path mark() {
        return folder.root.resolve("mark");
    }

    /** A script whose first act is to tell its mark; then it begins. */
    private void script(String body) throws IOException {
        folder.script(
                "s", "printf %s $IPCOMMAND_CALL > " + mark() + ".new && mv " + mark() + ".new " + mark() + "\n" + body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trap '' TERM; (trap '' TERM; sleep 401) & while :; do sleep 402; done",
                "trap '' TERM HUP INT; setsid sh -c \"trap '' TERM; sleep 403; :\" & while :; do :; done",
                "(setsid sh -c 'exec <&- >&- 2>&-; cd /; sleep 404; :' &) ; trap '' TERM; while :; do sleep 405; done",
                "f() { [ $1 = 0 ] || { (f $(($1 - 1))) & sleep 406; }; }; trap '' TERM; f 50; wait",
                "trap 'echo bye; head -c 10000000 /dev/zero' TERM; while :; do sleep 407; done",
                "head -c 10000000 /dev/zero & head -c 10000000 /dev/zero >&2 & trap '' TERM; while :; do sleep 408; done"
            })
    void shouldBeGoneThreeSecondsAfterTheDeadline(String body) throws Exception {
        folder.bench.policies.put("s", ScriptFolder.policy("anyone", "0.6s", 0));
        script(body);
        folder.start();

        String answer = folder.bench.ask("s");
        long deadline = System.nanoTime();
        assertEquals("s! deadline-exceeded: not done in 600 ms", answer);
        String mark = Files.readString(mark());
        ScriptFolder.await("gone", () -> isGone(mark));
        Duration took = Duration.ofNanos(System.nanoTime() - deadline);

        assertTrue(took.compareTo(GONE) <= 0, "gone after " + took);
        System.Logger log = System.getLogger(ScriptEndTest.class.getName());
        log.log(System.Logger.Level.INFO, "gone " + took.toMillis() + " ms after the deadline");
    }

    @Test
    void shouldHaveTwoSecondsToTidyUpAfterTerm() throws Exception {
        Path tidy = folder.root.resolve("tidy");
        folder.bench.policies.put("s", ScriptFolder.policy("anyone", "0.6s", 0));
        script("trap 'head -c 300000 /dev/zero; sleep 0.3; touch " + tidy
                + "; exit 0' TERM; while :; do sleep 0.05; done");
        folder.start();

        assertEquals("s! deadline-exceeded: not done in 600 ms", folder.bench.ask("s"));
        ScriptFolder.await("tidy", () -> Files.exists(tidy));
    }

    private static boolean isGone(String mark) {
        try {
            return ScriptFolder.holders(mark).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(setsid sh -c 'exec <&- >&- 2>&-; cd /; sleep 411; :' &) ; echo ok",
                "(setsid sh -c '(setsid sleep 412 &); sleep 413' &) ; echo ok",
                "i=0; while [ $i -lt 50 ]; do (setsid sleep 414 &) ; i=$((i+1)); done; echo ok",
                "(trap '' TERM HUP; while :; do sleep 0.01; done) & echo ok"
            })
    void shouldBeGoneBeforeTheAnswerWhenItEndsByItself(String body) throws Exception {
        script(body);
        folder.start();

        assertEquals("s: ok", folder.bench.ask("s"));
        assertEquals(List.of(), ScriptFolder.holders(Files.readString(mark())));
    }
}

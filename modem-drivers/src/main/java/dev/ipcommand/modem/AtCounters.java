package dev.ipcommand.modem;

/**
 * What the engine has counted since it was made.
 *
 * @param timeouts commands without a (complete) answer
 * @param strays lines that belonged to nothing and were dropped
 * @param droppedLines lines or blocks that were too long or broke off
 * @param fences fences sent
 * @param reopenings how often the port was reopened
 * @param droppedUrcs URCs that found their queue full
 */
public record AtCounters(
        long timeouts, long strays, long droppedLines, long fences, long reopenings, long droppedUrcs) {
    /** Nothing was counted. */
    public static final AtCounters NONE = new AtCounters(0, 0, 0, 0, 0, 0);
}

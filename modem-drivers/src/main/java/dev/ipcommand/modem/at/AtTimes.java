package dev.ipcommand.modem.at;

import java.time.Duration;

/**
 * The engine's own patience, apart from that of the commands.
 *
 * @param probe how long one probe after opening may take
 * @param openingTries probes after the first opening: a modem that boots drops the first ones
 * @param reopeningTries probes after reopening a port that had answered before
 * @param quietGap the silence that ends a late answer
 * @param longestQuiet a modem that is never silent is fenced anyway after that
 * @param fence how long a fence's answer may take
 * @param stalledBlock announced bytes that stop for so long will not come
 * @param slowestByte what each announced byte may take: 300 baud, the slowest line that is configurable
 * @param stalledLine a line that stops for so long will not be continued
 * @param echoDoubt the silence after which bytes that equal the payload were the answer and not its echo
 * @param rebootGrace what a command in flight still gets when the modem says that it has just started
 */
record AtTimes(
        Duration probe,
        int openingTries,
        int reopeningTries,
        Duration quietGap,
        Duration longestQuiet,
        Duration fence,
        Duration stalledBlock,
        Duration slowestByte,
        Duration stalledLine,
        Duration echoDoubt,
        Duration rebootGrace) {
    static final AtTimes USUAL = new AtTimes(
            Duration.ofSeconds(1),
            14,
            5,
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(40),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3));
}

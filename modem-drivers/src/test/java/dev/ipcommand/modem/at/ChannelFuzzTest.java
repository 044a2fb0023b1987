package dev.ipcommand.modem.at;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The engine's promises when a fuzzer chooses. Runs over the saved inputs; {@code bin/bench fuzz} looks for more. */
class ChannelFuzzTest {
    /**
     * A modem that answers in order, but late, in pieces, between URCs and blocks, with prompts and without: what {@link
     * LateResultTest} leaves to chance is chosen here.
     */
    @FuzzTest(maxDuration = "3m")
    void shouldNeverGiveAResultToAnotherCommand(byte[] input) {
        java.util.Random choices = new FuzzInput(input).asRandom();
        RandomModem modem = new RandomModem(choices);
        VirtualChannel channel = new VirtualChannel(modem, LateResultTest.DIALECT);
        channel.knowModel("RX100");
        if (channel.open(5)) {
            LateResultTest.converse(choices, modem, channel);
        }
    }

    /** A modem that says anything at all at any time. */
    @FuzzTest(maxDuration = "3m")
    void shouldEndEveryCommandWhateverTheModemSays(byte[] input) {
        new HostileRun(new FuzzInput(input)).run();
    }
}

package dev.ipcommand.modem.connection;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ipcommand.modem.at.FuzzInput;
import java.io.IOException;

/**
 * A whole driver on a modem that says what its transcript says, until a fuzzer spoils it. Nothing but a {@link
 * dev.ipcommand.modem.ModemException} comes out, and no datagram that was not sent. Runs over the saved inputs; {@code
 * bin/bench fuzz} looks for more.
 */
class DriverFuzzTest {
    @FuzzTest(maxDuration = "3m")
    void shouldSurviveAModemThatDoesNotKeepToItsManual(byte[] input) throws IOException, InterruptedException {
        new SpoiltRun(new FuzzInput(input)).run();
    }
}

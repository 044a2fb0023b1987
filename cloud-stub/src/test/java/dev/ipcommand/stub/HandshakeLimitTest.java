package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.tls.AuthorityDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that open a tunnel and then do not shake hands. Plain connections may be idle for 30 s; these may not. */
class HandshakeLimitTest extends RunningStub {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path scratch;

    @Override
    void adjust(StubSettings settings) {
        settings.authority(new AuthorityDirectory(scratch.resolve("ca"), EmulatedHosts.ALL, InstantSource.system()))
                .handshakePatience(Duration.ofMillis(500));
    }

    @Test
    void shouldEndATunnelWhoseHandshakeTakesTooLong() throws Exception {
        Tunnel silent = keep(Tunnel.to(stub.url(), "supersim.twilio.com:443"));
        Tunnel half = keep(Tunnel.to(stub.url(), "supersim.twilio.com:443"));
        half.sendHalfAHello();

        // Reading gives up after 20 s.
        assertEquals(-1, silent.read());
        assertEquals(-1, half.read());
    }
}

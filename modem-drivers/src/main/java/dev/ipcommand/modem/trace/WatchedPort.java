package dev.ipcommand.modem.trace;

import dev.ipcommand.modem.at.AtPort;
import java.io.IOException;
import java.time.Duration;

/** A port whose bytes a {@link TrafficRecorder} may see. Threading as the port beneath. */
final class WatchedPort implements AtPort {
    private final AtPort port;
    private final TrafficRecorder recorder;

    WatchedPort(AtPort port, TrafficRecorder recorder) {
        this.port = port;
        this.recorder = recorder;
    }

    @Override
    public int read(byte[] buffer, Duration timeout) throws IOException {
        int count = port.read(buffer, timeout);
        if (count > 0 && recorder.isOn()) {
            recorder.passed(Recording.Way.FROM_MODEM, buffer, count);
        }
        return count;
    }

    /** Noted first: the modem's answer may be read before the write returns. */
    @Override
    public void write(byte[] bytes) throws IOException {
        if (recorder.isOn()) {
            recorder.passed(Recording.Way.TO_MODEM, bytes, bytes.length);
        }
        port.write(bytes);
    }

    @Override
    public void close() {
        port.close();
    }
}

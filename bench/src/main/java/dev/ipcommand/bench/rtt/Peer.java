package dev.ipcommand.bench.rtt;

import dev.ipcommand.bench.process.Child;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A server under test.
 *
 * @param name for the table
 * @param address where it listens
 */
record Peer(String name, InetSocketAddress address, Child process) {
    /** Resident memory, from {@code /proc/PID/status}. */
    double residentMebibytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException(String.format(Locale.ROOT, "no VmRSS of process %d", process.pid()));
    }
}

package dev.ipcommand.modem.at;

import java.nio.charset.StandardCharsets;

/** A command line as bytes. CR ends it and nothing else: a stray LF is a character of the next command on strict modems. */
final class AsciiLine {
    private AsciiLine() {}

    static byte[] of(String line) {
        return (line + "\r").getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.ipcommand.stub.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** What a command has said, and its exit status. The error stream may also hold the log of a stub beside it. */
record Said(int status, String out, String err) {
    /** Runs a command in this JVM. */
    static Said by(Object command, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream usualOut = System.out;
        PrintStream usualErr = System.err;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int status = new CommandLine(command).execute(arguments);
            return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
        }
    }

    /** Both streams. */
    String text() {
        return out + err;
    }

    /** The first line with this part. */
    String line(String part) {
        return text().lines().filter(line -> line.contains(part)).findFirst().orElse("nothing of " + part);
    }
}

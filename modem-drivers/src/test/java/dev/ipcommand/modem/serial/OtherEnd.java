package dev.ipcommand.modem.serial;

import java.io.IOException;
import java.io.OutputStream;

/** A process of its own that plays the modem: it has both ends of a pseudo-terminal open, until its input ends. */
final class OtherEnd {
    private static final int RDWR_NOCTTY = 2 | 0400;

    private OtherEnd() {}

    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String[] arguments) throws IOException {
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            if (PseudoTerminal.C.LIB.open(terminal.slave().toString(), RDWR_NOCTTY) < 0) {
                throw new IOException("cannot open " + terminal.slave());
            }
            System.out.println(terminal.slave());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}

package dev.ipcommand.simulator.at;

import java.util.function.Consumer;

/**
 * One command and its answer: information text, then exactly one end. Ends that come late, after the modem gave the
 * command up or rebooted, are dropped.
 *
 * <p>Used on the modem's timeline only.
 */
public final class Exchange {
    private final Interpreter interpreter;
    private final Terminal terminal;
    private final SerialSettings settings;
    private boolean over;
    private boolean abortable;

    Exchange(Interpreter interpreter, Terminal terminal, SerialSettings settings) {
        this.interpreter = interpreter;
        this.terminal = terminal;
        this.settings = settings;
    }

    /** Sends lines of information text. */
    public void info(String... lines) {
        if (!over) {
            terminal.information(lines);
        }
    }

    /** Sends a header line followed by bytes. */
    public void block(String header, byte[] data) {
        block(header, "", data);
    }

    /** Sends a header followed by bytes; an empty separator is a line end. */
    public void block(String header, String separator, byte[] data) {
        if (!over) {
            terminal.block(header, separator, data);
        }
    }

    /** Ends the command well. */
    public void ok() {
        if (!over) {
            over = true;
            interpreter.commandDone();
        }
    }

    /** Ends the command line with {@code ERROR}. */
    public void error() {
        end("ERROR");
    }

    /** Ends the command line with an error of 27.007 §9.2, as {@code +CMEE} wants it. */
    public void cme(int code) {
        switch (settings.errorFormat()) {
            case 0 -> error();
            case 1 -> end("+CME ERROR: " + code);
            default -> end("+CME ERROR: " + ErrorText.of(code));
        }
    }

    /** Ends the command line with a result code of its own. */
    public void end(String result) {
        if (!over) {
            over = true;
            interpreter.lineDone(result);
        }
    }

    /** Ends the command without a word: the modem is gone, or pretends to have lost the command. */
    public void silence() {
        if (!over) {
            over = true;
            interpreter.lineDone("");
        }
    }

    /** Lets any byte from the DTE end the command with {@code ABORTED}. */
    public void abortable() {
        abortable = true;
    }

    /** Asks for payload: the prompt leaves when the DTE has had the chance to be too early. */
    public void prompt(PayloadRequest request, Consumer<byte[]> received) {
        if (!over) {
            interpreter.prompt(this, request, received);
        }
    }

    /** Whether the answer has ended. */
    public boolean isOver() {
        return over;
    }

    boolean isAbortable() {
        return abortable;
    }

    void drop() {
        over = true;
    }
}

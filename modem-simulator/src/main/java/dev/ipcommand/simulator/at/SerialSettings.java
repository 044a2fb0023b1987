package dev.ipcommand.simulator.at;

/** The V.250 settings of the port. Used on the modem's timeline only. */
public final class SerialSettings {
    private static final int CR = 13;
    private static final int LF = 10;
    private static final int BS = 8;

    private final int[] registers = new int[32];
    private boolean echo;
    private boolean verbose;
    private boolean quiet;
    private int errorFormat;

    /** Factory settings. */
    public SerialSettings() {
        reset(0);
    }

    /** Back to the factory settings, with the model's {@code +CMEE}. */
    public void reset(int defaultErrorFormat) {
        java.util.Arrays.fill(registers, 0);
        registers[3] = CR;
        registers[4] = LF;
        registers[5] = BS;
        echo = true;
        verbose = true;
        quiet = false;
        errorFormat = defaultErrorFormat;
    }

    /** A register's value; 0 if there is no such register. */
    public int register(int number) {
        return number < 0 || number >= registers.length ? 0 : registers[number];
    }

    /** Sets a register; false if there is no such register or the value is no character. */
    public boolean setRegister(int number, int value) {
        if (number < 0 || number >= registers.length || value < 0 || value > 255) {
            return false;
        }
        registers[number] = value;
        return true;
    }

    /** ATE. */
    public boolean echo() {
        return echo;
    }

    /** Sets ATE. */
    public void setEcho(boolean on) {
        echo = on;
    }

    /** ATV. */
    public boolean verbose() {
        return verbose;
    }

    /** Sets ATV. */
    public void setVerbose(boolean on) {
        verbose = on;
    }

    /** ATQ. */
    public boolean quiet() {
        return quiet;
    }

    /** Sets ATQ. */
    public void setQuiet(boolean on) {
        quiet = on;
    }

    /** +CMEE. */
    public int errorFormat() {
        return errorFormat;
    }

    /** Sets +CMEE. */
    public void setErrorFormat(int format) {
        errorFormat = format;
    }

    /** What ends a line of information text. */
    String lineEnd() {
        return "" + (char) registers[3] + (char) registers[4];
    }
}

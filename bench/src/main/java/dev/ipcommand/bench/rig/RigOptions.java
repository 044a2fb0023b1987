package dev.ipcommand.bench.rig;

import java.util.List;
import java.util.Locale;

/**
 * What to set up.
 *
 * @param modem which modem is simulated
 * @param path how datagrams reach the agent
 * @param configuration more of the agent's configuration: whole tables
 * @param more arguments for the single programs
 */
public record RigOptions(Modem modem, DataPath path, String configuration, More more) {
    /** Without more arguments. */
    public RigOptions(Modem modem, DataPath path, String configuration) {
        this(modem, path, configuration, More.NONE);
    }

    /**
     * What the programs get beside what every rig gives them.
     *
     * @param stub arguments of the stub
     * @param simulator arguments of the simulator
     * @param java options of the agent's JVM, none with a blank in it
     */
    public record More(List<String> stub, List<String> simulator, List<String> java) {
        /** Nothing. */
        public static final More NONE = new More(List.of(), List.of(), List.of());
    }

    /** The shortest way: no AT port. */
    public static final RigOptions NO_MODEM = new RigOptions(Modem.NONE, DataPath.INTERFACE, "");

    /** What runs when nothing else is asked for. */
    public static final RigOptions DEFAULT = new RigOptions(Modem.BG96, DataPath.EMBEDDED, "");

    /** What this build can run: each is part of {@code verify}. */
    public static final List<RigOptions> MATRIX = List.of(
            DEFAULT,
            new RigOptions(Modem.BG96, DataPath.INTERFACE, ""),
            new RigOptions(Modem.SIM7600, DataPath.EMBEDDED, ""),
            new RigOptions(Modem.SIM7600, DataPath.INTERFACE, ""),
            new RigOptions(Modem.SIM7080, DataPath.EMBEDDED, ""),
            NO_MODEM);

    /** Modems of the simulator, by its names; {@code NONE}: no AT port at all. */
    public enum Modem {
        NONE,
        BG96,
        EC25,
        SIM7600,
        SIM7080,
        GENERIC;

        /** As on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The agent's {@code session.data_path}. */
    public enum DataPath {
        EMBEDDED,
        INTERFACE;

        /** As on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is wrong with it; empty = nothing. */
    public String problem() {
        return (modem == Modem.NONE || modem == Modem.GENERIC) && path == DataPath.EMBEDDED
                ? "--modem " + modem.word() + " has no sockets of its own: use --path interface"
                : "";
    }

    /** The same with more configuration for the agent. */
    public RigOptions with(String more) {
        return new RigOptions(modem, path, configuration + "\n" + more, this.more);
    }

    /** The same with these arguments for the programs. */
    public RigOptions with(More others) {
        return new RigOptions(modem, path, configuration, others);
    }

    @Override
    public String toString() {
        return modem.word() + "/" + path.word();
    }
}

package dev.ipcommand.bench;

import dev.ipcommand.bench.cli.BenchCommand;

/** Starts the command line of the bench. */
public final class Main {
    private Main() {}

    /** Exits with the status of the chosen command. */
    public static void main(String[] arguments) {
        System.exit(BenchCommand.execute(arguments));
    }
}

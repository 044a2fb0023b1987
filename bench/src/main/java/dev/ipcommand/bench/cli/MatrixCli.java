package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.rig.RigOptions;
import picocli.CommandLine.Command;

/** {@code bench matrix}: one line of demo arguments for each combination this build can run; {@code verify} reads it. */
@Command(name = "matrix", hidden = true)
final class MatrixCli implements Runnable {
    @Override
    public void run() {
        for (RigOptions options : RigOptions.MATRIX) {
            System.out.println("--modem " + options.modem().word() + " --path "
                    + options.path().word());
        }
    }
}

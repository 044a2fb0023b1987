package dev.ipcommand.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A private directory and the processes that work in it. Both end with this JVM, however it ends short of SIGKILL.
 *
 * @param children their output goes into the directory
 */
public record Workplace(Path directory, Children children) {
    /** A new one; {@code name} is a part of the directory's. */
    public static Workplace create(String name) throws IOException {
        PrivateDirectory directory = PrivateDirectory.create("ipcommand-" + name + "-");
        Children children = new Children(directory.path());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(children, directory), name + "-close"));
        return new Workplace(directory.path(), children);
    }

    private static void end(Children children, PrivateDirectory directory) {
        children.close();
        try {
            directory.close();
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }
}

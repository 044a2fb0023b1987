package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.security.KeyPairFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipcommand key new}. */
@Command(name = "key", description = "Make a key for signed commands.")
final class KeyCommand implements Runnable {
    /** As in the configuration. */
    private static final Pattern ID = Pattern.compile("(?!(?:anyone|signed|-)$)[A-Za-z0-9_-]{1,32}");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "new is missing");
        }
    }

    /** Which algorithm, spelled as in the configuration. */
    enum Algorithm {
        EdDSA,
        HS256
    }

    /** Makes the files and says what to add where. */
    @Command(
            name = "new",
            description = {
                "Make a key in ID.key.pem (the sender's, private) and ID.pub.pem (the device's).",
                "HS256: one secret for both sides, in ID.secret. No file is written over."
            })
    static final class New implements Callable<Integer> {
        private final Surroundings surroundings;

        @Parameters(paramLabel = "ID", description = "The key's id: 1 to 32 of A-Z, a-z, 0-9, underscore and hyphen.")
        private String id = "";

        @Option(names = "--dir", paramLabel = "DIR", description = "Where the files go. Default: here.")
        private Path directory = Path.of("");

        @Option(
                names = "--algorithm",
                paramLabel = "EdDSA|HS256",
                defaultValue = "EdDSA",
                description = "EdDSA: the device can only check. HS256: it could sign, too. Default: EdDSA.")
        private Algorithm algorithm = Algorithm.EdDSA;

        New(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            if (!ID.matcher(id).matches()) {
                return fail("the id may have 1 to 32 of A-Z, a-z, 0-9, underscore and hyphen, "
                        + "and is not anyone, signed or -");
            }
            try {
                KeyPairFiles files = algorithm == Algorithm.HS256
                        ? KeyPairFiles.hmac(directory, id)
                        : KeyPairFiles.ed25519(directory, id);
                say(files);
                return ExitCode.OK.number();
            } catch (FileAlreadyExistsException e) {
                return fail(e.getFile() + " exists already and is not written over; use another id or --dir");
            } catch (NoSuchFileException e) {
                return fail(e.getFile() + ": there is no such directory");
            } catch (IOException e) {
                return fail("the key cannot be written: " + e);
            }
        }

        private void say(KeyPairFiles files) {
            boolean secret = files.signing().equals(files.verifying());
            surroundings.out().println("# Add to the device's ipcommand.toml:");
            surroundings.out().println("[key." + id + "]");
            surroundings.out().println("algorithm = \"" + algorithm + "\"");
            surroundings
                    .out()
                    .println("file = \"/etc/ipcommand/keys/" + files.verifying().getFileName() + "\"");
            surroundings
                    .err()
                    .println(
                            secret
                                    ? "ipcommand key: copy " + files.verifying()
                                            + " there, mode 0600, owner root or the agent's user; the sender needs it, too"
                                    : "ipcommand key: copy " + files.verifying() + " there; keep " + files.signing()
                                            + " where commands are signed, never on the device");
        }

        private int fail(String what) {
            surroundings.err().println("ipcommand key: " + what);
            return ExitCode.USAGE.number();
        }
    }
}

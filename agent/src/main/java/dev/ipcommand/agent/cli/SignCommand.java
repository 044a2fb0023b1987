package dev.ipcommand.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ipcommand.agent.command.Arrival;
import dev.ipcommand.agent.command.Decoder;
import dev.ipcommand.agent.security.KeyFileException;
import dev.ipcommand.agent.security.NewToken;
import dev.ipcommand.agent.security.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcommand sign}: a signed command, ready to be sent as an IP Command's payload. Needs no configuration. */
@Command(
        name = "sign",
        description = {
            "Sign a command and print the token, one line. A text, a file, or standard input.",
            "To repeat a command send the same token again: sign once, send until the answer comes."
        })
final class SignCommand implements Callable<Integer> {
    private static final int MAX_BYTES = 1300;
    private static final Pattern EXPIRES = Pattern.compile("([1-9][0-9]{0,5})(s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private final Surroundings surroundings;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The private key (PKCS#8 in PEM), or the secret (base64url).")
    private @Nullable Path key;

    @Option(
            names = "--alg",
            paramLabel = "EdDSA|HS256",
            description = "The algorithm. Without it: what the file is for.")
    private @Nullable String algorithm;

    @Option(
            names = "--kid",
            paramLabel = "ID",
            description = "The key's id on the device: [key.ID]. Needed if the device has several keys.")
    private @Nullable String keyId;

    @Option(
            names = "--aud",
            required = true,
            paramLabel = "NAME|ICCID",
            description = "The device: its SIM's ICCID, or device.name if that is set.")
    private @Nullable String audience;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long it is valid: 90s, 10m, 2h, 1d. Default: 10m.")
    private String expires = "10m";

    @Option(names = "--jti", paramLabel = "ID", description = "The token's own id. Without it a random one.")
    private @Nullable String jti;

    @Option(
            names = "--b64",
            description =
                    "The command is bytes for a route, not a text: taken as it is from the file or standard input.")
    private boolean bytes;

    @ArgGroup
    private @Nullable Source source;

    SignCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Where the command is; nothing of it = standard input. */
    static final class Source {
        @Parameters(paramLabel = "TEXT", arity = "0..1", description = "The command: 'checkin#7: firmware update'.")
        private @Nullable String text;

        @Option(names = "--file", paramLabel = "FILE", description = "A file with the command; - = standard input.")
        private @Nullable Path file;
    }

    @Override
    public Integer call() {
        try {
            byte[] command = command();
            if (command.length > MAX_BYTES) {
                throw new UsageException("resource-exhausted: the command alone is too long, limit " + MAX_BYTES
                        + " bytes for the token");
            }
            if (!bytes && !(new Decoder(List.of()).decode(command, command.length) instanceof Arrival.Text)) {
                throw new UsageException("the command is not a text command: name[#id][: arguments]; --b64 for bytes");
            }
            SigningKey signingKey = SigningKey.read(given(key), algorithm());
            if (signingKey.isReadByOthers()) {
                warn("others may read " + key + "; type: chmod 600 " + key);
            }
            return said(token(command).sign(signingKey));
        } catch (UsageException | IllegalArgumentException e) {
            warn(String.valueOf(e.getMessage()));
        } catch (KeyFileException e) {
            warn(key + " " + e.getMessage());
        } catch (NoSuchFileException e) {
            warn("the command cannot be read: " + e.getFile() + " does not exist");
        } catch (IOException e) {
            warn("the command cannot be read: " + e);
        }
        return ExitCode.USAGE.number();
    }

    private int said(String token) throws UsageException {
        int left = MAX_BYTES - token.length();
        if (left < 0) {
            throw new UsageException("resource-exhausted: the token has " + token.length() + " bytes, limit "
                    + MAX_BYTES + "; about " + (-left + 1) * 3 / 4 + " bytes of the command are too many");
        }
        surroundings.out().println(token);
        warn(token.length() + " bytes, " + left + " left");
        return ExitCode.OK.number();
    }

    private NewToken token(byte[] command) throws UsageException {
        long now = Instant.now().getEpochSecond();
        String id = jti == null ? NewToken.randomId() : jti;
        return new NewToken(
                Optional.ofNullable(keyId), given(audience), command, !bytes, id, now, now + validSeconds());
    }

    private long validSeconds() throws UsageException {
        Matcher matcher = EXPIRES.matcher(expires);
        Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new UsageException("--expires: " + expires + " is no time, allowed is a number and s, m, h or d");
        }
        return unit.multipliedBy(Long.parseLong(matcher.group(1))).toSeconds();
    }

    private Optional<String> algorithm() throws UsageException {
        if (algorithm != null && !List.of("EdDSA", "HS256").contains(algorithm)) {
            throw new UsageException("--alg: " + algorithm + " is not known, allowed is EdDSA or HS256");
        }
        return Optional.ofNullable(algorithm);
    }

    /** The command, or more of it than a token can hold. */
    private byte[] command() throws IOException {
        if (source != null && source.text != null) {
            return source.text.getBytes(UTF_8);
        }
        if (source != null && source.file != null && !source.file.equals(Path.of("-"))) {
            try (InputStream in = Files.newInputStream(source.file)) {
                return in.readNBytes(MAX_BYTES + 1);
            }
        }
        return surroundings.in().readNBytes(MAX_BYTES + 1);
    }

    private static <T> T given(@Nullable T option) throws UsageException {
        if (option == null) {
            throw new UsageException("an option is missing");
        }
        return option;
    }

    private void warn(String what) {
        surroundings.err().println("ipcommand sign: " + what);
    }

    /** What the user wrote cannot be used. */
    private static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }
}

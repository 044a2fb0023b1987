package dev.ipcommand.stub.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a secret that stands in the file, in a file of its own, or in the environment; problems never show it. */
record Secrets(Path directory, Map<String, String> environment) {
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,256}");
    private static final Pattern ANY = Pattern.compile(".{1,2048}");
    private static final int MAX_FILE = 1024;
    private static final String ALLOWED = "1 to 256 visible ASCII characters";

    /** The secret under KEY, KEY_file or KEY_env; empty if there is none or it was reported. */
    Optional<String> read(Section section, String key) {
        String fileKey = key + "_file";
        String variableKey = key + "_env";
        Optional<String> own = section.text(key, SECRET, ALLOWED);
        Optional<String> file = section.text(fileKey, ANY, "a path");
        Optional<String> variable = section.text(variableKey, ANY, "a name");
        int given = (own.isPresent() ? 1 : 0) + (file.isPresent() ? 1 : 0) + (variable.isPresent() ? 1 : 0);
        if (given > 1) {
            section.wrong("has more than one of " + key + ", " + fileKey + " and " + variableKey + "; keep one");
            return Optional.empty();
        }
        Optional<String> fromVariable = variable.map(name -> environment.getOrDefault(name, ""));
        Optional<String> fromFile = file.map(this::content);
        check(section, variableKey, fromVariable, "a variable of the environment that is set to ");
        check(section, fileKey, fromFile, "a readable file that holds ");
        return own.or(() -> fromFile).or(() -> fromVariable).filter(SECRET.asMatchPredicate());
    }

    private static void check(Section section, String key, Optional<String> secret, String allowed) {
        if (secret.isPresent() && !SECRET.matcher(secret.get()).matches()) {
            section.wrong(key, allowed + ALLOWED);
        }
    }

    /** Empty if it cannot be read. */
    private String content(String path) {
        try (InputStream in = Files.newInputStream(directory.resolve(path))) {
            return new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8).strip();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}

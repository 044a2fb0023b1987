package dev.ipcommand.agent.security;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Properties;

/** When this code was built: a time that has surely passed. */
final class BuildTime {
    private static final String RESOURCE = "build.properties";

    private BuildTime() {}

    static Instant read() {
        Properties properties = new Properties();
        try (InputStream in = BuildTime.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE + " beside " + BuildTime.class);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
        return Instant.parse(properties.getProperty("time", ""));
    }
}

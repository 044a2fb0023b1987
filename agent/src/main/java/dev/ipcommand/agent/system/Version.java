package dev.ipcommand.agent.system;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version that was built. */
public final class Version {
    private Version() {}

    /** For example {@code 0.1.0-SNAPSHOT}; {@code unknown} if the build did not say. */
    public static String text() {
        try (InputStream in = Version.class.getResourceAsStream("/dev/ipcommand/agent/version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}

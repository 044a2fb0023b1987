package dev.ipcommand.agent.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which version this code is. */
public final class AgentVersion {
    /** What Maven puts into the jar. */
    private static final String POM = "/META-INF/maven/dev.ipcommand/agent/pom.properties";

    private AgentVersion() {}

    /** For example {@code 0.1.0}; {@code development} when the code does not come from a jar. */
    public static String current() {
        Properties properties = new Properties();
        try (InputStream in = AgentVersion.class.getResourceAsStream(POM)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return properties.getProperty("version", "development");
    }
}

package dev.ipcommand.agent.authoring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A text with words like {@code @NAME@} to fill in. */
final class Template {
    private Template() {}

    /** The text with the words filled in; by word without the signs around it. */
    static String fill(String resource, Map<String, String> words) throws IOException {
        try (InputStream in = Template.class.getResourceAsStream(resource + ".template")) {
            if (in == null) {
                throw new IOException("the template " + resource + " is missing in this build");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace("@" + word.getKey() + "@", word.getValue());
            }
            return text;
        }
    }
}

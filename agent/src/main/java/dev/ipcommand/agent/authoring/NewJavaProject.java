package dev.ipcommand.agent.authoring;

import dev.ipcommand.agent.command.CommandGrammar;
import dev.ipcommand.handler.CommandHandler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A new Java handler: a Maven project with a test, and {@code handler-api} in a file repository of its own, so that it
 * builds where no repository has it.
 *
 * <p><b>Failures.</b> A project's directory must not exist yet: {@code FileAlreadyExistsException}.
 */
public final class NewJavaProject {
    private static final Pattern JAR = Pattern.compile("handler-api-([0-9A-Za-z.+-]+)\\.jar");
    private static final String SOURCES = "src/main/java/com/example/handler/";
    private static final String SERVICES = "src/main/resources/META-INF/services/";

    private final Path apiJar;
    private final String version;

    private NewJavaProject(Path apiJar, String version) {
        this.apiJar = apiJar;
        this.version = version;
    }

    /** From the {@code handler-api} that this very program runs with. */
    public static NewJavaProject here() throws IOException {
        CodeSource source = CommandHandler.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("handler-api comes from nowhere");
        }
        try {
            return with(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IOException("handler-api is no file: " + source.getLocation(), e);
        }
    }

    /** From a jar named {@code handler-api-VERSION.jar}. */
    static NewJavaProject with(Path apiJar) throws IOException {
        Matcher name = JAR.matcher(String.valueOf(apiJar.getFileName()));
        if (!name.matches() || !Files.isRegularFile(apiJar)) {
            throw new IOException("not a handler-api-VERSION.jar: " + apiJar);
        }
        return new NewJavaProject(apiJar, name.group(1));
    }

    /** Why a Java handler cannot have a name; empty if it can. */
    public static Optional<String> nameProblem(String name) {
        return CommandGrammar.isName(name)
                ? Optional.empty()
                : Optional.of("a handler's name has a lower-case letter, then up to 63 of a-z, 0-9, dot, - and _");
    }

    /**
     * Writes it.
     *
     * @param table the handler's table as it is written in the configuration
     * @param directory gets a directory {@code NAME-handler}
     * @return that directory
     */
    public Path write(String name, String table, Path directory) throws IOException {
        if (nameProblem(name).isPresent()) {
            throw new IllegalArgumentException(name);
        }
        Path project = directory.resolve(name + "-handler");
        if (Files.exists(project, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(project.toString());
        }
        String className = className(name);
        Map<String, String> words = Map.of("NAME", name, "CLASS", className, "VERSION", version, "TABLE", table);
        file(project, "pom.xml", "pom.xml", words);
        file(project, ".gitignore", "gitignore", words);
        file(project, "README.md", "README.md", words);
        file(project, SOURCES + className + "Handler.java", "Handler.java", words);
        file(project, SOURCES + className + "Provider.java", "Provider.java", words);
        file(project, SERVICES + "dev.ipcommand.handler.CommandHandlerProvider", "services", words);
        String tests = SOURCES.replace("/main/", "/test/");
        file(project, tests + className + "HandlerTest.java", "HandlerTest.java", words);
        String api = "repo/dev/ipcommand/handler-api/" + version + "/handler-api-" + version;
        file(project, api + ".pom", "api-pom.xml", words);
        Files.copy(apiJar, project.resolve(api + ".jar"));
        return project;
    }

    private static void file(Path project, String path, String template, Map<String, String> words) throws IOException {
        Path file = project.resolve(path);
        Path parent = file.getParent();
        NewFiles.directory(parent == null ? project : parent);
        NewFiles.write(file, Template.fill(template, words));
    }

    /** {@code door-lock} becomes {@code DoorLock}; never a name that the API has itself. */
    static String className(String name) {
        StringBuilder words = new StringBuilder();
        boolean begins = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean joint = c == '-' || c == '_' || c == '.';
            if (!joint) {
                words.append(begins ? Character.toUpperCase(c) : c);
            }
            begins = joint;
        }
        return words.indexOf("Command") == 0 ? "My" + words : words.toString();
    }
}

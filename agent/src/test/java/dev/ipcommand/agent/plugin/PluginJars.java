package dev.ipcommand.agent.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ipcommand.handler.CommandHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes real plugin jars: compiled by the JDK's compiler against handler-api alone. */
final class PluginJars {
    static final String SERVICES = "META-INF/services/dev.ipcommand.handler.CommandHandlerProvider";

    private final Path work;
    private int drafts;

    PluginJars(Path work) {
        this.work = work;
    }

    /** A jar's entries by name: the classes of one source file, and its providers. */
    Map<String, byte[]> entries(String source, String... providers) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>(compile(source));
        entries.put(SERVICES, String.join("\n", providers).getBytes(UTF_8));
        return entries;
    }

    /** A class {@code p.P} that provides a handler with this name; {@code body} is that of its handle method. */
    static String provider(String name, String body) {
        return provider(name, body, "");
    }

    /** The same with more members: of the provider, whose name(), create() and so on they may replace. */
    static String provider(String name, String body, String members) {
        String create = members.contains(" create(")
                ? ""
                : "public CommandHandler create(HandlerSettings settings) throws InvalidSettingException {"
                        + " return new H(settings); }";
        String nameMethod = members.contains(" name(") ? "" : "public String name() { return \"" + name + "\"; }";
        return """
               package p;
               import dev.ipcommand.handler.*;
               public class P implements CommandHandlerProvider {
                   %s
                   %s
                   %s
                   public static class H implements CommandHandler {
                       final HandlerSettings settings;
                       H(HandlerSettings settings) { this.settings = settings; }
                       public Reply handle(IpCommand command, CommandContext context) throws Exception { %s }
                       public void close() {
                           System.getProperties().merge("plugin.closed", "x", (a, b) -> a + "" + b);
                       }
                   }
               }
               """
                .formatted(nameMethod, create, members, body);
    }

    /** A source with more providers nested in {@code p.P}: {@code p.P$Two}. */
    static String with(String source, String nested) {
        return source.replace("public static class H ", nested + "\npublic static class H ");
    }

    /** A nested provider that differs in its name only. */
    static String nested(String type, String nameExpression) {
        return "public static class " + type + " extends P { public " + type + "() {} public String name() { return "
                + nameExpression + "; } }";
    }

    private Map<String, byte[]> compile(String source) throws IOException {
        Path classes = Files.createDirectory(work.resolve("classes" + drafts++));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            Path api = Path.of(CommandHandler.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<String> options = List.of("-cp", api.toString(), "-d", classes.toString(), "-proc:none");
            boolean done = compiler.getTask(messages, files, null, options, null, List.of(new Source(source)))
                    .call();
            if (!done) {
                throw new IOException(messages.toString());
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        Map<String, byte[]> entries = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return entries;
    }

    /** As an installer does it: written beside, mode 0644, then renamed. */
    void install(Map<String, byte[]> entries, Path jar) throws IOException {
        Path draft = work.resolve("draft" + drafts++);
        try (OutputStream out = Files.newOutputStream(draft);
                JarOutputStream zip = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new JarEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///p/P.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

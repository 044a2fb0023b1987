package dev.ipcommand.bench.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ipcommand.bench.process.Child;
import dev.ipcommand.bench.process.Children;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.rig.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fetches clients in the versions of their lock files, once for each of these, into {@code .build/clients}. npm and Maven run
 * in the environment as it is, so that they find their registries as always.
 *
 * <p><b>Threading.</b> One caller at a time.
 */
final class Workshop {
    private static final Duration DOWNLOAD = Duration.ofMinutes(10);

    private final Installation installation;
    private final Children children;

    Workshop(Installation installation, Children children) {
        this.installation = installation;
        this.children = children;
    }

    /**
     * A client that is ready to run.
     *
     * @param command its program; a JVM's is without the proxy and the trust store
     */
    record Ready(PublicClient client, String version, List<String> command) {}

    /** Fetches it unless it is there. */
    Ready prepare(PublicClient client) throws IOException, ProcessException, InterruptedException {
        return switch (client) {
            case TWILIO_JAVA -> java();
            case TWILIO_NODE -> npm(client, "twilio", "node", "client.js");
            case TWILIO_CLI -> npm(client, "twilio-cli", "bash", "client.sh");
            case CURL ->
                new Ready(
                        client,
                        curlVersion(),
                        List.of("bash", source(client).resolve("client.sh").toString()));
        };
    }

    private Path source(PublicClient client) {
        return installation.root().resolve("bench/src/main/clients").resolve(client.word());
    }

    private Path place(PublicClient client) throws IOException {
        return Files.createDirectories(
                installation.root().resolve(".build/clients").resolve(client.word()));
    }

    private Ready npm(PublicClient client, String module, String interpreter, String program)
            throws IOException, ProcessException, InterruptedException {
        Path place = place(client);
        Path lock = source(client).resolve("package-lock.json");
        Path installed = place.resolve("installed.json");
        for (String file : List.of("package.json", "package-lock.json", program)) {
            Files.copy(source(client).resolve(file), place.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(installed) || Files.mismatch(installed, lock) >= 0) {
            run(
                    "npm",
                    List.of("npm", "ci", "--prefix", place.toString(), "--ignore-scripts", "--no-audit", "--no-fund"));
            Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        JsonNode description = new ObjectMapper()
                .readTree(place.resolve("node_modules")
                        .resolve(module)
                        .resolve("package.json")
                        .toFile());
        return new Ready(
                client,
                description.path("version").asText(),
                List.of(interpreter, place.resolve(program).toString()));
    }

    private Ready java() throws IOException, ProcessException, InterruptedException {
        PublicClient client = PublicClient.TWILIO_JAVA;
        Path place = place(client);
        Path pom = source(client).resolve("pom.xml");
        Path parent = installation.root().resolve("pom.xml");
        Path installed = place.resolve("installed.xml");
        if (!Files.exists(installed) || Files.mismatch(installed, parent) >= 0) {
            clear(place);
            run(
                    "maven",
                    List.of(
                            "mvn",
                            "-B",
                            "-q",
                            "-ntp",
                            "-f",
                            pom.toString(),
                            "dependency:copy-dependencies",
                            "-DincludeScope=runtime",
                            "-DoutputDirectory=" + place));
            Files.copy(parent, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> jars = jars(place);
        return new Ready(client, version(jars), javaCommand(source(client), jars));
    }

    /** The program is one file: the JVM compiles it. */
    static List<String> javaCommand(Path source, List<String> jars) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, jars),
                source.resolve("Client.java").toString());
    }

    private static List<String> jars(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static void clear(Path place) throws IOException {
        for (String jar : jars(place)) {
            Files.delete(Path.of(jar));
        }
    }

    private static String version(List<String> jars) {
        return jars.stream()
                .map(jar -> Path.of(jar).getFileName().toString())
                .filter(name -> name.matches("twilio-[0-9.]+\\.jar"))
                .map(name -> name.substring("twilio-".length(), name.length() - ".jar".length()))
                .findFirst()
                .orElse("?");
    }

    private String curlVersion() throws IOException, ProcessException, InterruptedException {
        String[] words = run("curl", List.of("curl", "--version")).split("\\s+", 3);
        return words.length > 1 ? words[1] : "?";
    }

    private String run(String name, List<String> command) throws IOException, ProcessException, InterruptedException {
        Child child = children.start(name, new ArrayList<>(command), Map.of());
        Optional<Integer> status = child.awaitExit(DOWNLOAD);
        if (!status.equals(Optional.of(0))) {
            child.stop(Duration.ZERO);
            throw new ProcessException(String.join(" ", command.subList(0, 2)) + " ended with "
                    + status.map(String::valueOf).orElse("nothing in " + DOWNLOAD.toMinutes() + " minutes")
                    + child.lastLines());
        }
        return child.output();
    }
}

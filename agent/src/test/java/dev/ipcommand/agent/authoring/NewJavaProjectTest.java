package dev.ipcommand.agent.authoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewJavaProjectTest {
    private final Path directory;

    NewJavaProjectTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private NewJavaProject projects() throws IOException {
        return NewJavaProject.with(
                Files.write(directory.resolve("handler-api-1.2.3-rc.1.jar"), new byte[] {'P', 'K', 3, 4}));
    }

    @Test
    void shouldBringTheApiInARepositoryOfItsOwn() throws IOException {
        Path project = projects().write("door-lock", "[handler.door-lock]", directory);

        Path api = project.resolve("repo/dev/ipcommand/handler-api/1.2.3-rc.1");
        assertArrayEquals(new byte[] {'P', 'K', 3, 4}, Files.readAllBytes(api.resolve("handler-api-1.2.3-rc.1.jar")));
        assertTrue(Files.readString(api.resolve("handler-api-1.2.3-rc.1.pom")).contains("<version>1.2.3-rc.1<"));
        assertTrue(Files.readString(project.resolve("pom.xml")).contains("<ipcommand.version>1.2.3-rc.1<"));
    }

    @Test
    void shouldLeaveNoWordUnfilled() throws IOException {
        Path project = projects().write("door.lock", "[handler.\"door.lock\"]", directory);

        List<String> unfilled;
        try (Stream<Path> all = Files.walk(project)) {
            unfilled = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".jar"))
                    .filter(NewJavaProjectTest::hasWord)
                    .map(Path::toString)
                    .toList();
        }

        assertEquals(List.of(), unfilled);
    }

    private static boolean hasWord(Path file) {
        try {
            return Files.readString(file).matches("(?s).*@[A-Z]+@.*");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldWriteIntoNoProjectThatIsThere() throws IOException {
        NewJavaProject projects = projects();
        Path project = Files.createDirectory(directory.resolve("door-handler"));

        assertThrows(FileAlreadyExistsException.class, () -> projects.write("door", "[handler.door]", directory));

        try (Stream<Path> files = Files.list(project)) {
            assertFalse(files.findAny().isPresent());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "greet,Greet",
        "door-lock,DoorLock",
        "a..b,AB",
        "x1_y2.z,X1Y2Z",
        "new,New",
        "command,MyCommand",
        "command-handler,MyCommandHandler"
    })
    void shouldNameClassesAfterTheCommand(String name, String className) {
        assertEquals(className, NewJavaProject.className(name));
    }

    @Test
    void shouldNotTakeAnyJarForTheApi() throws IOException {
        Path other = Files.write(directory.resolve("other-1.jar"), new byte[0]);

        assertThrows(IOException.class, () -> NewJavaProject.with(other));
        assertThrows(IOException.class, () -> NewJavaProject.with(directory.resolve("handler-api-1.jar")));
    }
}

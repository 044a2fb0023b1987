package dev.ipcommand.modem.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host without usable GPIO says. No test here opens a line: see docs/adr/0012-gpio.md. */
final class GpioBoardTest {
    private final Path devices;

    GpioBoardTest(@TempDir Path devices) {
        this.devices = devices;
    }

    @Test
    void shouldNameTheDeviceThatIsMissing() {
        assertRefused(
                "there is no " + devices + "/gpiochipN on this host: load the driver of its GPIO; or remove the GPIO"
                        + " lines from the configuration",
                new GpioBoard(devices, "aarch64"));
    }

    @Test
    void shouldRefuseTheRealHostWithoutGpioAndLeaveNoThreadBehind() throws IOException {
        assumeFalse(hasGpio(), "this host has GPIO");
        Set<Long> before = threads();

        assertRefused(
                "there is no /dev/gpiochipN on this host: load the driver of its GPIO; or remove the GPIO lines from"
                        + " the configuration",
                new GpioBoard());

        assertEquals(before, threads());
    }

    @Test
    void shouldNameTheChipThatMayNotBeOpened() throws IOException {
        // Not even root can open a link to nothing, and the tests may run as root.
        Path chip = Files.createSymbolicLink(devices.resolve("gpiochip0"), devices.resolve("gone"));

        assertRefused(
                chip + " cannot be opened for reading and writing: add the user of this process to the group gpio and"
                        + " start it again; or remove the GPIO lines from the configuration",
                new GpioBoard(devices, "aarch64"));
    }

    @Test
    void shouldNameAnArchitectureWithoutNativeLibrary() throws IOException {
        Files.createFile(devices.resolve("gpiochip0"));

        assertRefused(
                "pi4j has no native library for amd64: GPIO needs a Raspberry Pi with ARMv7 or arm64; or remove the"
                        + " GPIO lines from the configuration",
                new GpioBoard(devices, "amd64"));
    }

    @Test
    void shouldSayThatTheLibraryDoesNotKnowTheBoard() throws IOException {
        assumeFalse(hasGpio(), "this host has GPIO");
        Files.createFile(devices.resolve("gpiochip0"));
        Set<Long> before = threads();

        assertRefused(
                "pi4j 2.8.0 does not know this board, as /proc/cpuinfo and /proc/device-tree/model describe it: use a"
                        + " Raspberry Pi; or remove the GPIO lines from the configuration",
                new GpioBoard(devices, "aarch64"));

        assertEquals(before, threads());
    }

    @Test
    void shouldLoadNothingOfTheLibraryBeforeABoardIsFound() throws Exception {
        try (WithoutLibrary classes = new WithoutLibrary()) {
            Throwable refused = openIn(classes);

            assertTrue(String.valueOf(refused.getMessage()).startsWith("there is no " + devices), refused.getMessage());
            assertEquals(List.of(), classes.asked);
        }
    }

    @Test
    void shouldSayThatTheLibraryIsMissing() throws Exception {
        Files.createFile(devices.resolve("gpiochip0"));

        try (WithoutLibrary classes = new WithoutLibrary()) {
            Throwable refused = openIn(classes);

            assertTrue(
                    String.valueOf(refused.getMessage())
                            .startsWith("pi4j or its native library cannot be loaded: it needs its jars"),
                    refused.getMessage());
            assertInstanceOf(NoClassDefFoundError.class, refused.getCause());
            assertFalse(classes.asked.isEmpty());
        }
    }

    private static void assertRefused(String message, GpioBoard board) {
        assertEquals(message, assertThrows(GpioException.class, board::open).getMessage());
    }

    private static boolean hasGpio() throws IOException {
        try (var found = Files.newDirectoryStream(Path.of("/dev"), "gpiochip*")) {
            return found.iterator().hasNext();
        }
    }

    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getId).collect(Collectors.toSet());
    }

    /** Opens the board of the test, in classes of their own. */
    private Throwable openIn(ClassLoader classes) throws Exception {
        Class<?> board = classes.loadClass(GpioBoard.class.getName());
        var constructor = board.getDeclaredConstructor(Path.class, String.class);
        constructor.setAccessible(true);
        var open = board.getMethod("open");
        Object made = constructor.newInstance(devices, "aarch64");
        return Objects.requireNonNull(assertThrows(InvocationTargetException.class, () -> open.invoke(made))
                .getCause());
    }

    /** Our classes, afresh, in an application folder without pi4j's jars; remembers what was looked for. */
    private static final class WithoutLibrary extends URLClassLoader {
        private final List<String> asked = new ArrayList<>();

        WithoutLibrary() {
            super(
                    new URL[] {
                        GpioBoard.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("com.pi4j.")) {
                asked.add(name);
            }
            return super.findClass(name);
        }
    }
}

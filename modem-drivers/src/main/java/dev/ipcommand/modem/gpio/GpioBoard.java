package dev.ipcommand.modem.gpio;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The GPIO of the host this runs on. What can be missing is looked for before pi4j is loaded: pi4j itself passes over an
 * unknown board with a warning and fails later, with a message about something else.
 *
 * <p>Opening takes about as long as loading pi4j, well under a second, and waits for nothing. Any thread.
 */
public final class GpioBoard implements GpioLines.Source {
    private static final String NEXT_STEP = "; or remove the GPIO lines from the configuration";

    private final Path devices;
    private final String architecture;

    public GpioBoard() {
        this(Path.of("/dev"), System.getProperty("os.arch", "unknown"));
    }

    /** @param architecture as {@code os.arch} has it */
    GpioBoard(Path devices, String architecture) {
        this.devices = devices;
        this.architecture = architecture;
    }

    @Override
    public GpioLines open() throws GpioException {
        List<Path> chips = chips();
        if (chips.isEmpty()) {
            throw new GpioException(
                    "there is no " + devices + "/gpiochipN on this host: load the driver of its GPIO" + NEXT_STEP);
        }
        for (Path chip : chips) {
            // The native library opens them all to look at their labels, and gives up at the first it may not open.
            if (!Files.isReadable(chip) || !Files.isWritable(chip)) {
                throw new GpioException(chip + " cannot be opened for reading and writing: add the user of this process"
                        + " to the group gpio and start it again" + NEXT_STEP);
            }
        }
        if (!architecture.equals("arm") && !architecture.equals("aarch64")) {
            throw new GpioException("pi4j has no native library for " + architecture
                    + ": GPIO needs a Raspberry Pi with ARMv7 or arm64" + NEXT_STEP);
        }
        try {
            return GpiodLines.open();
        } catch (LinkageError e) {
            throw new GpioException(
                    "pi4j or its native library cannot be loaded: it needs its jars beside the agent's, glibc 2.33 or"
                            + " later and a temporary folder that is not mounted noexec; start again after a change"
                            + NEXT_STEP,
                    e);
        }
    }

    private List<Path> chips() throws GpioException {
        List<Path> chips = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, "gpiochip*")) {
            found.forEach(chips::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new GpioException(devices + " cannot be read: " + e.getMessage(), e);
        }
        return chips;
    }
}

package dev.ipcommand.agent.outage;

import dev.ipcommand.agent.system.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The file {@code outages} of the state directory: read whole, replaced whole. A power cut leaves the old one or the new one.
 *
 * <p><b>Threading.</b> Writing is the {@code journal} thread's alone. Reading is anybody's: it never sees half a file.
 */
public final class OutageFile {
    static final String NAME = "outages";

    private final Path file;

    /** @param stateDirectory {@code state.directory} */
    public OutageFile(Path stateDirectory) {
        this.file = stateDirectory.resolve(NAME);
    }

    public Path path() {
        return file;
    }

    /**
     * The outages, oldest first; none if there is no file.
     *
     * @throws IOException if it cannot be read
     * @throws DamagedException if it is not what was written
     */
    public List<Outage> read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(OutageText.MAX_BYTES + 1);
            if (content.length > OutageText.MAX_BYTES) {
                throw new DamagedException(file + " has more than " + OutageText.MAX_BYTES + " bytes");
            }
            return OutageText.parse(new String(content, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** On the disk when this returns; else the old file is as it was. */
    void write(List<Outage> outages) throws IOException {
        WholeFile.replace(file, OutageText.of(outages));
    }

    /** Keeps a damaged file for somebody to look at, in the place of an earlier one. */
    Path putAside() throws IOException {
        Path aside = file.resolveSibling(NAME + ".damaged");
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return aside;
    }

    /** What is in the file was not written by {@link OutageLog}, or not wholly. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }
}

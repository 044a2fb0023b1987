package dev.ipcommand.simulator.pty;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The symbolic link under which the DTE finds the port. Used by one thread at a time. */
public final class PortLink {
    private static final System.Logger LOG = System.getLogger(PortLink.class.getName());

    private final Path link;
    private String target = "";

    /**
     * A link that is not made yet.
     *
     * @throws FileAlreadyExistsException if something else than a symbolic link is there
     */
    public PortLink(Path link) throws IOException {
        this.link = link.toAbsolutePath();
        refuseOthers();
    }

    private void refuseOthers() throws FileAlreadyExistsException {
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            throw new FileAlreadyExistsException(link + ": exists and is no symbolic link");
        }
    }

    /** The link's own path. */
    public Path path() {
        return link;
    }

    /** Points the link to a device, in one step; a stale link is replaced. */
    public void pointTo(String device) throws IOException {
        refuseOthers();
        Path fresh = link.resolveSibling(
                "." + link.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, Path.of(device));
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
        target = device;
    }

    /** Removes the link if it is still ours. */
    public void remove() {
        try {
            if (!target.isEmpty()
                    && Files.isSymbolicLink(link)
                    && Files.readSymbolicLink(link).equals(Path.of(target))) {
                Files.delete(link);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} stays behind: {1}", link, e.getMessage());
        }
        target = "";
    }
}

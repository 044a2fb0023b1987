package dev.ipcommand.agent.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether nobody but root and the agent's own people can change what the agent is about to run.
 *
 * <p>A file: regular (no link), owned by root or a trusted user, writable by its owner alone. A directory: the same, and
 * so is every directory above it; a sticky one (like {@code /tmp}) may be writable by others, because nobody can replace
 * in it what belongs to somebody else. Links on the way are followed, and their owners count as well.
 *
 * <p>A problem is a line for the operator and ends with the command to type.
 *
 * <p><b>Threading.</b> Immutable: any thread. <b>Failures.</b> What cannot be read is a problem, never trusted.
 */
public final class FileTrust {
    private static final int GROUP_OR_WORLD_WRITE = 0022;
    private static final int STICKY = 01000;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    /** As in the kernel (path_resolution(7)). */
    private static final int MAX_LINKS = 40;

    private final Set<Integer> owners;

    /** @param owners the user ids that are trusted beside root's */
    public FileTrust(Set<Integer> owners) {
        Set<Integer> all = new HashSet<>(owners);
        all.add(0);
        this.owners = Set.copyOf(all);
    }

    /**
     * Trusts root and the user this process runs as.
     *
     * @throws IOException if that user cannot be told
     */
    public static FileTrust ofThisUser() throws IOException {
        return new FileTrust(Set.of(ownerOf(Path.of("/proc/self"))));
    }

    /**
     * Trusts root, the user this process runs as and the owner of the configuration.
     *
     * @throws IOException if one of them cannot be told
     */
    public static FileTrust ofThisUserAndOwnerOf(Path configuration) throws IOException {
        // They are usually the same: Set.of would refuse that.
        Set<Integer> trusted = new HashSet<>();
        trusted.add(ownerOf(Path.of("/proc/self")));
        trusted.add(ownerOf(configuration));
        return new FileTrust(trusted);
    }

    private static int ownerOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    /** Why a file is not to be used; empty if it may be. Says nothing of the directories above it. */
    public Optional<String> problem(Path file) {
        try {
            Found found = look(file);
            if (found.type() != REGULAR) {
                return Optional.of("not a regular file: put the file itself there, not a link or a directory");
            }
            if (!owners.contains(found.uid())) {
                return Optional.of(
                        "owned by user " + found.uid() + ", who could change it; type: chown root " + quoted(file));
            }
            if (found.isWritableByOthers()) {
                return Optional.of("others may write to it; type: chmod go-w " + quoted(file));
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("it is gone");
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    /** Why what lies in a directory is not to be used; empty if it may be. Looks at every directory up to the root. */
    public Optional<String> directoryProblem(Path directory) {
        Path absolute = directory.toAbsolutePath();
        Path root = absolute.getRoot();
        if (root == null) {
            return Optional.of("it has no root: " + directory);
        }
        try {
            return walk(root, absolute);
        } catch (NoSuchFileException e) {
            return Optional.of("there is no such directory: " + e.getMessage());
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    /** From the root down, as the kernel goes, so that a link's own place is looked at, too. */
    private Optional<String> walk(Path root, Path path) throws IOException {
        ArrayDeque<Path> rest = names(path);
        Path at = root;
        int links = 0;
        Optional<String> problem = directory(at, false);
        while (problem.isEmpty() && !rest.isEmpty()) {
            Path name = rest.removeFirst();
            if (name.toString().equals("..")) {
                at = at.getParent() == null ? root : at.getParent();
                continue;
            }
            Path next = at.resolve(name);
            Found found = look(next);
            if (found.type() != LINK) {
                at = next;
                problem = directory(at, false);
            } else if (!owners.contains(found.uid())) {
                problem = Optional.of("the link " + next + " is owned by user " + found.uid()
                        + ", who could change it; type: chown -h root " + quoted(next));
            } else if (++links > MAX_LINKS) {
                problem = Optional.of("too many links: " + path);
            } else {
                Path target = Files.readSymbolicLink(next);
                names(target).descendingIterator().forEachRemaining(rest::addFirst);
                at = target.isAbsolute() ? root : at;
            }
        }
        return problem.isPresent() ? problem : directory(at, true);
    }

    private static ArrayDeque<Path> names(Path path) {
        ArrayDeque<Path> names = new ArrayDeque<>();
        for (Path name : path) {
            if (!name.toString().isEmpty() && !name.toString().equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    private Optional<String> directory(Path directory, boolean last) throws IOException {
        Found found = look(directory);
        if (found.type() != DIRECTORY) {
            return Optional.of(directory + " is not a directory");
        }
        if (!owners.contains(found.uid())) {
            return Optional.of(directory + " is owned by user " + found.uid()
                    + ", who could change what lies there; type: chown root " + quoted(directory));
        }
        if (found.isWritableByOthers() && (last || !found.isSticky())) {
            return Optional.of(
                    "others may change what lies in " + directory + "; type: chmod go-w " + quoted(directory));
        }
        return Optional.empty();
    }

    /** One lstat for everything: what is checked is one state of the file. */
    private static Found look(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
        return new Found(number(attributes.get("mode")), number(attributes.get("uid")));
    }

    private static int number(@Nullable Object attribute) {
        if (attribute instanceof Integer number) {
            return number;
        }
        throw new IllegalStateException("not a number: " + attribute);
    }

    /** A path as it can be typed: in single quotes if a shell would read it differently. */
    public static String quoted(Path path) {
        String text = path.toString();
        boolean plain = text.matches("[A-Za-z0-9/._+:@%=-]+") && !text.startsWith("-");
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private record Found(int mode, int uid) {
        int type() {
            return mode & FILE_TYPE;
        }

        boolean isWritableByOthers() {
            return (mode & GROUP_OR_WORLD_WRITE) != 0;
        }

        boolean isSticky() {
            return (mode & STICKY) != 0;
        }
    }
}

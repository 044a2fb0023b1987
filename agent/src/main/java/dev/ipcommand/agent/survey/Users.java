package dev.ipcommand.agent.survey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Users and groups by {@code passwd(5)} and {@code group(5)}, and what a mode allows them. Stateless. */
final class Users {
    private final Path etc;

    Users(Path etc) {
        this.etc = etc;
    }

    /** Whose a file is. */
    static int ownerOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    /** Why a user may not read and write a device; empty if he may, or if nobody can tell. Ends with the group's name in quotes. */
    String denied(Path device, int uid) {
        try {
            int mode = (Integer) Files.getAttribute(device, "unix:mode");
            int group = (Integer) Files.getAttribute(device, "unix:gid");
            int bits = ownerOf(device) == uid ? mode >> 6 : isMember(uid, group) ? mode >> 3 : mode;
            return uid == 0 || (bits & 06) == 06
                    ? ""
                    : "user " + nameOf(uid) + " may not open " + device + ", which has mode "
                            + Integer.toOctalString(mode & 0777) + " and group \"" + groupOf(group) + "\"";
        } catch (IOException e) {
            return "";
        }
    }

    private String nameOf(int uid) {
        return entries("passwd", 3).stream()
                .filter(fields -> fields.get(2).equals(Integer.toString(uid)))
                .map(fields -> fields.get(0))
                .findFirst()
                .orElse(Integer.toString(uid));
    }

    private String groupOf(int gid) {
        return entries("group", 3).stream()
                .filter(fields -> fields.get(2).equals(Integer.toString(gid)))
                .map(fields -> fields.get(0))
                .findFirst()
                .orElse(Integer.toString(gid));
    }

    private boolean isMember(int uid, int gid) {
        boolean primary = entries("passwd", 4).stream()
                .anyMatch(fields -> fields.get(2).equals(Integer.toString(uid))
                        && fields.get(3).equals(Integer.toString(gid)));
        String name = nameOf(uid);
        return primary
                || entries("group", 4).stream()
                        .filter(fields -> fields.get(2).equals(Integer.toString(gid)))
                        .anyMatch(fields ->
                                Arrays.asList(fields.get(3).split(",", -1)).contains(name));
    }

    private List<List<String>> entries(String file, int atLeast) {
        List<List<String>> entries = new ArrayList<>();
        Roots.text(etc.resolve(file)).lines().forEach(line -> {
            List<String> fields = List.of(line.split(":", -1));
            if (fields.size() >= atLeast) {
                entries.add(fields);
            }
        });
        return entries;
    }
}

package dev.ipcommand.agent.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jdk.net.UnixDomainPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerCheckTest {
    private static final String SPEAK = "import socket,sys\ns=socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n"
            + "s.sendall(b'{\"op\":\"version\"}\\n')\nprint(s.makefile().readline())\n";

    private final UserPrincipalLookupService accounts = FileSystems.getDefault().getUserPrincipalLookupService();

    @TempDir
    Path directory = Path.of("set by JUnit");

    private UserPrincipal user(int id) throws Exception {
        return accounts.lookupPrincipalByName(String.valueOf(id));
    }

    private GroupPrincipal group(int id) throws Exception {
        return accounts.lookupPrincipalByGroupName(String.valueOf(id));
    }

    private Optional<String> problem(int uid, int gid) throws Exception {
        Path groups = Files.writeString(directory.resolve("group"), "other:x:1:4713\n50020:x:50020:4712,4714\nbad\n");
        PeerCheck check = new PeerCheck(user(0), user(50010), group(50020), groups);
        return check.problem(new UnixDomainPrincipal(user(uid), group(gid)));
    }

    @Test
    void shouldPermitRootTheAgentsUserAndTheSocketsGroup() throws Exception {
        assertEquals(Optional.empty(), problem(0, 1));
        assertEquals(Optional.empty(), problem(50010, 1));
        assertEquals(Optional.empty(), problem(4711, 50020));
        assertEquals(Optional.empty(), problem(4712, 1));
        assertEquals(Optional.empty(), problem(4714, 1));
    }

    @Test
    void shouldLetOnlyRootAndTheAgentsUserReachTheModem() throws Exception {
        PeerCheck check = new PeerCheck(user(0), user(50010), group(50020), directory.resolve("none"));

        assertTrue(check.isOperator(new UnixDomainPrincipal(user(0), group(1))));
        assertTrue(check.isOperator(new UnixDomainPrincipal(user(50010), group(1))));
        assertFalse(check.isOperator(new UnixDomainPrincipal(user(4711), group(50020))));
    }

    @Test
    void shouldSayWhoMayToAnybodyElse() throws Exception {
        assertEquals(
                Optional.of("user 4713 may not: allowed are root, 50010 and members of group 50020"), problem(4713, 1));
    }

    @Test
    void shouldAnswerNothingElseToAnotherUserInAnOpenDirectory() throws Exception {
        assumeTrue(user(0).equals(Files.getOwner(Path.of("/proc/self"))), "only root can be somebody else");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv (util-linux) is not there");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not there");
        Path socket = directory.resolve("c.sock");
        try (ControlServer server = ControlServer.start(socket, new FakeOperations())) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));

            assertEquals("{\"version\":\"1.2.3\"}", speak(socket, "0"));
            assertEquals(
                    "{\"error\":\"user 54321 may not: allowed are root, root and members of group root\"}",
                    speak(socket, "54321"));
        }
    }

    private static String speak(Path socket, String uid) throws Exception {
        Process client = new ProcessBuilder(
                        "/usr/bin/setpriv",
                        "--reuid=" + uid,
                        "--regid=" + uid,
                        "--clear-groups",
                        "/usr/bin/python3",
                        "-c",
                        SPEAK,
                        socket.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(client.getInputStream().readAllBytes(), UTF_8).strip();
        assertEquals(true, client.waitFor(20, TimeUnit.SECONDS));
        return said;
    }
}

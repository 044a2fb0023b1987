package dev.ipcommand.agent.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Facts.Holder;
import dev.ipcommand.agent.doctor.Facts.UsbModem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortSurveyTest {
    private static final Path NULL = Path.of("/dev/null");

    private final Machine machine;

    PortSurveyTest(@TempDir Path root) throws IOException {
        machine = new Machine(root);
    }

    private Facts.Port look(String port) {
        return new PortSurvey(machine.roots()).look(new AgentConfig.Modem(port, "auto", 115200), 0, Set.of(5L));
    }

    @Test
    void shouldFindTheModemAndItsTtys() throws IOException {
        machine.plug("1-1.2", "2c7c:0296", 0, 0, 1, 2, 3);
        machine.plug("1-1.4", "0424:9514", 9);

        Facts.Port port = look("auto");

        assertEquals(Optional.of(NULL), port.device(), "the port's real path");
        assertEquals(
                List.of(new UsbModem("2c7c:0296", "1-1.2", List.of("ttyUSB0", "ttyUSB1", "ttyUSB2", "ttyUSB3"))),
                port.usb(),
                "a hub is no modem");
        assertEquals("", port.missing());
    }

    @Test
    void shouldSeeAModemThatNoDriverHasTaken() throws IOException {
        machine.plug("1-1.2", "2c7c:0900", 0);

        Facts.Port port = look("auto");

        assertEquals(List.of(new UsbModem("2c7c:0900", "1-1.2", List.of())), port.usb());
        assertEquals(Optional.empty(), port.device());
    }

    @Test
    void shouldHaveTheWordsOfWhoLooksForThePort() throws IOException {
        assertTrue(
                look("auto").missing().startsWith("no modem on USB"),
                look("auto").missing());

        machine.plug("1-1.2", "2c7c:0125", 0, 2);
        machine.plug("1-1.3", "2c7c:0125", 4, 2);

        assertTrue(
                look("auto").missing().startsWith("several modems"),
                look("auto").missing());
        assertTrue(look("/dev/no-such-tty").missing().contains("/dev/no-such-tty"));
    }

    @Test
    void shouldNameWhoHasThePortButForTheAgent() throws IOException {
        machine.process(5, "java", "/dev/null");
        machine.process(7, "ModemManager", "/dev/null");
        machine.process(9, "sshd", "/dev/zero");

        assertEquals(List.of(new Holder(7, "ModemManager")), look("/dev/null").holders());
    }

    /** A busy process closes files while they are looked at; what it keeps open counts all the same. */
    @Test
    void shouldFindAHolderWhoseOtherFilesCannotBeRead() throws IOException {
        machine.process(7, "ModemManager", "/dev/null");
        for (int gone = 1; gone <= 32; gone++) {
            machine.file("proc/7/fd/" + gone, "");
        }

        assertEquals(List.of(new Holder(7, "ModemManager")), look("/dev/null").holders());
    }

    @Test
    void shouldTakeTheOtherEndOfAPseudoTerminalForNoHolder() throws IOException {
        machine.process(7, "simulator", "/dev/pts/3");
        machine.process(8, "minicom", "/dev/pts/3");
        machine.file("proc/7/fdinfo/4", "pos:\t0\nflags:\t02\ntty-index:\t3\n");

        assertEquals(
                List.of(new Holder(8, "minicom")),
                new Processes(machine.roots().proc()).holdersOf(Path.of("/dev/pts/3"), Set.of()));
    }

    @Test
    void shouldResolveTheConsolesName() throws IOException {
        Files.createFile(machine.at("dev/ttyAMA0"));
        Files.createSymbolicLink(machine.at("dev/serial0"), Path.of("ttyAMA0"));
        machine.file("proc/cmdline", "console=serial0,115200 console=tty1 root=/dev/mmcblk0p2 quiet\n");

        assertEquals(Set.of("serial0", "ttyAMA0", "tty1"), look("auto").consoles());
    }

    @Test
    void shouldSayWhoMayNotOpenADeviceAndWhichGroupMay() throws IOException {
        Path tty = Files.createFile(machine.at("dev/ttyS0"));
        Files.setPosixFilePermissions(tty, PosixFilePermissions.fromString("rw-rw----"));
        int group = (Integer) Files.getAttribute(tty, "unix:gid");
        int owner = Users.ownerOf(tty);
        machine.file("etc/passwd", "agent:x:" + (owner + 1) + ":7:::\nmember:x:" + (owner + 2) + ":7:::\n");
        machine.file("etc/group", "dialout:x:" + group + ":other,member\n");
        Users users = new Users(machine.roots().etc());

        assertEquals(
                "user agent may not open " + tty + ", which has mode 660 and group \"dialout\"",
                users.denied(tty, owner + 1));
        assertEquals("", users.denied(tty, owner + 2), "a member of the group");
        assertEquals("", users.denied(tty, owner));
        assertEquals("", users.denied(tty, 0));
        Files.setPosixFilePermissions(tty, PosixFilePermissions.fromString("rw-r-----"));
        assertTrue(users.denied(tty, owner + 2).startsWith("user member may not"), "reading alone is not enough");
    }
}

package dev.ipcommand.modem.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortLocatorTest {
    private static final List<Integer> EC25 = List.of(0, 1, 2, 3);

    private final FakeSysfs host;
    private final Path root;

    PortLocatorTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.host = new FakeSysfs(root);
    }

    private PortLocator locator(String port) {
        return PortLocator.of(port, host.ttys());
    }

    private static String missing(PortLocator locator) {
        ModemException missing = assertThrows(ModemException.class, locator::locate);
        assertEquals(ModemException.Kind.PORT_MISSING, missing.kind());
        return String.valueOf(missing.getMessage());
    }

    private void assertFound(String name, PortLocator locator) throws ModemException {
        assertEquals(real(name), locator.locate());
    }

    /** All nodes lead to the same device, so a test of which one needs a device of its own. */
    private Path real(String name) {
        try {
            Path node = host.device(name);
            return node.toRealPath();
        } catch (IOException e) {
            throw new AssertionError(name + " is not there", e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2c7c:0125, 2",
        "2c7c:0121, 2",
        "2c7c:0191, 2",
        "2c7c:0195, 2",
        "2c7c:0296, 2",
        "2c7c:0700, 2",
        "2c7c:0203, 2",
        "1e0e:9001, 2",
        "1e0e:9011, 4",
        "1e0e:9205, 2",
        "1e0e:9206, 2"
    })
    void shouldTakeTheAtInterfaceOfAKnownModem(String id, int at) throws Exception {
        host.plug("1-1.2", id, List.of(0, 1, 2, 3, 4, 5), 0);
        distinguish("ttyUSB" + at);

        assertFound("ttyUSB" + at, locator("auto"));
        assertFound("ttyUSB" + at, locator("usb:" + id));
        assertFound("ttyUSB" + at, locator("by-path:1-1.2"));
    }

    /** A profile brings a modem whose id nobody knew, and may name another interface of one that is known. */
    @ParameterizedTest
    @CsvSource({"2c7c:0900, 3", "2c7c:0125, 3"})
    void shouldTakeTheInterfaceThatAProfileNames(String id, int at) throws Exception {
        ModemProfile profile = ModemProfile.of("quectel", "new")
                .usb(List.of(
                        new ModemProfile.UsbInterface("2c7c:0900", 3), new ModemProfile.UsbInterface("2c7c:0125", 3)))
                .build();
        host.plug("1-1.2", id, List.of(0, 1, 2, 3), 0);
        distinguish("ttyUSB" + at);

        assertFound("ttyUSB" + at, PortLocator.of("auto", List.of(profile), host.ttys()));
        assertFound("ttyUSB" + at, PortLocator.of("usb:" + id, List.of(profile), host.ttys()));
    }

    @Test
    void shouldTakeTheInterfaceByItsNumberNotByThePlaceInTheRow() throws Exception {
        host.plug("1-1.2", "2c7c:0125", List.of(2, 3), 7);
        distinguish("ttyUSB7");

        assertFound("ttyUSB7", locator("auto"));
    }

    @Test
    void shouldFindThePortAgainUnderAnotherName() throws Exception {
        host.plug("1-1.2", "2c7c:0125", EC25, 0);
        List<PortLocator> all = List.of(
                locator("auto"),
                locator("usb:2c7c:0125"),
                locator("by-path:1-1.2"),
                locator(host.device("ttyUSB2").toString()));
        for (PortLocator locator : all) {
            locator.locate();
        }

        host.unplug("1-1.2");
        for (PortLocator locator : all) {
            missing(locator);
        }
        host.plug("1-1.2", "2c7c:0125", EC25, 4);
        distinguish("ttyUSB6");

        for (PortLocator locator : all) {
            assertFound("ttyUSB6", locator);
        }
    }

    @Test
    void shouldFindTheAtPortAgainAfterTheModemChangedItsUsbMode() throws Exception {
        PortLocator locator = locator("auto");
        host.plug("1-1.2", "1e0e:9001", EC25, 0);
        locator.locate();

        host.unplug("1-1.2");
        host.plug("1-1.2", "1e0e:9011", List.of(2, 3, 4, 5, 6), 0);
        distinguish("ttyUSB2");

        assertFound("ttyUSB2", locator);
    }

    @Test
    void shouldNeverTakeASecondModemOfTheSameKindInsteadOfTheFirst() throws Exception {
        host.plug("1-1.2", "2c7c:0125", EC25, 0);
        List<PortLocator> all = List.of(locator("auto"), locator("usb:2c7c:0125"));
        PortLocator path = locator(host.device("ttyUSB2").toString());
        for (PortLocator locator : all) {
            locator.locate();
        }
        path.locate();

        host.unplug("1-1.2");
        host.plug("1-1.3", "2c7c:0125", EC25, 0);

        for (PortLocator locator : all) {
            assertEquals(
                    "the modem in USB socket 1-1.2 is gone; not taken: \"by-path:1-1.3\" (2c7c:0125 EC25/EG25-G, now"
                            + " ttyUSB2); if the modem was moved there, restart the agent",
                    missing(locator));
        }
        assertEquals(
                "interface 2 of the modem in USB socket 1-1.2 is not there; " + host.device("ttyUSB2")
                        + " is now a port of 2c7c:0125 in 1-1.3; if the modem was moved, restart the agent",
                missing(path));
        host.plug("1-1.2", "2c7c:0125", EC25, 4);
        distinguish("ttyUSB6");
        for (PortLocator locator : all) {
            assertFound("ttyUSB6", locator);
        }
        assertFound("ttyUSB6", path);
    }

    @Test
    void shouldNameTheCandidatesAndTheLineToWrite() throws Exception {
        host.plug("1-1.2", "2c7c:0125", EC25, 0);
        host.plug("1-1.4", "1e0e:9011", List.of(2, 3, 4, 5), 4);

        assertEquals(
                "several modems, set modem.port to one of \"by-path:1-1.2\" (2c7c:0125 EC25/EG25-G, now ttyUSB2),"
                        + " \"by-path:1-1.4\" (1e0e:9011 SIM7600 RNDIS/A76xx, now ttyUSB6)",
                missing(locator("auto")));
    }

    @Test
    void shouldKeepTheInterfaceInWhatItProposes() throws Exception {
        host.plug("1-1.2", "2c7c:0125", EC25, 0);
        host.plug("1-1.4", "2c7c:0125", EC25, 4);

        String message = missing(locator("usb:2c7c:0125:3"));

        assertTrue(message.contains("\"by-path:1-1.2:3\"") && message.contains("\"by-path:1-1.4:3\""), message);
    }

    @Test
    void shouldTakeAnUnknownModemOnlyByItsInterface() throws Exception {
        host.plug("1-1.3", "1bc7:1101", List.of(0, 1, 2), 0);
        distinguish("ttyUSB1");

        assertEquals(
                "no modem that is known by its USB id; there is 1bc7:1101 in 1-1.3 (interfaces 0, 1, 2); set"
                        + " modem.port = \"by-path:1-1.3:N\" with its AT interface N",
                missing(locator("auto")));
        assertEquals(
                "usb:1bc7:1101 has no such AT port: 1bc7:1101 in 1-1.3 (interfaces 0, 1, 2); set modem.port ="
                        + " \"by-path:1-1.3:N\" with its AT interface N",
                missing(locator("usb:1bc7:1101")));
        assertFound("ttyUSB1", locator("usb:1bc7:1101:1"));
        assertFound("ttyUSB1", locator("by-path:1-1.3:1"));
    }

    @Test
    void shouldNeverTakeAUartByItself() {
        assertEquals("no modem on USB; set modem.port to a path if it is on a UART", missing(locator("auto")));
    }

    @Test
    void shouldTakeAUartByItsPath() throws Exception {
        distinguish("ttyAMA0");

        assertFound("ttyAMA0", locator(host.device("ttyAMA0").toString()));
    }

    @Test
    void shouldFollowALinkAnewEachTime() throws Exception {
        host.plug("1-1.2", "2c7c:0125", EC25, 0);
        Path link = Files.createSymbolicLink(root.resolve("by-id"), host.device("ttyUSB2"));
        PortLocator locator = locator(link.toString());
        locator.locate();

        Files.delete(link);
        assertEquals("no port " + link, missing(locator));
        Files.createSymbolicLink(link, Path.of("/dev/zero"));

        assertEquals(Path.of("/dev/zero"), locator.locate());
    }

    @Test
    void shouldWaitForTheNodeOfADeviceThatTheKernelHasAlready() throws Exception {
        host.plug("1-1.2", "2c7c:0125", EC25, 0);
        Files.delete(host.device("ttyUSB2"));
        PortLocator locator = locator("auto");

        assertEquals("no port " + host.device("ttyUSB2"), missing(locator));
        Files.writeString(host.device("ttyUSB2"), "left by an opener with create");
        assertEquals(host.device("ttyUSB2") + " is not a device", missing(locator));
    }

    @ParameterizedTest
    @CsvSource({"idVendor, ''", "idVendor, 2c7c2c7c", "idProduct, ../..", "idProduct, 01 25", "idVendor, ZZZZ"})
    void shouldPassOverADeviceThatDoesNotReadAsExpected(String attribute, String text) throws Exception {
        host.plug("1-1.2", "2c7c:0125", EC25, 0);
        host.damage("1-1.2", attribute, text);

        assertEquals(List.of(), host.ttys().list());
    }

    @Test
    void shouldSeeNothingWithoutSysfs() {
        assertEquals(List.of(), new UsbTtys(root.resolve("gone"), root).list());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"usb:2c7c", "usb:2C7C:0125", "by-path:../x", "by-path:1-1.2:x", "ttyUSB2", "usb:2c7c:0125:1234"})
    void shouldRefuseAnyOtherForm(String port) {
        assertFalse(PortLocator.USB_FORMS.matcher(port).matches());
        assertThrows(IllegalArgumentException.class, () -> locator(port));
    }

    /** Gives a node a device that no other has: what is found is then that one. */
    private void distinguish(String name) throws IOException {
        Path node = host.device(name);
        Files.delete(node);
        Files.createSymbolicLink(node, Path.of("/dev/zero"));
    }
}

package dev.ipcommand.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.ConfigLoader;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.connection.ModemConnection;
import dev.ipcommand.modem.serial.PortLocator;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialModemSourceTest {
    private final AgentConfig.Modem config = new AgentConfig.Modem("/dev/null", "auto", 115200);
    private final List<String> done = new ArrayList<>();

    private SerialModemSource source(SerialModemSource.Opening modems) {
        return new SerialModemSource(config, PortLocator.fixed(Path.of("/dev/null")), modems);
    }

    @Test
    void shouldAskForThePortBeforeEachOpening() throws ModemException {
        Iterator<String> ports = List.of("/dev/null", "/dev/zero").iterator();
        PortLocator moving = () -> Path.of(ports.next());
        SerialModemSource source = new SerialModemSource(config, moving, (settings, locator) -> {
            done.add(settings.port());
            return modem("");
        });

        source.open();
        source.open();

        assertEquals(List.of("/dev/null", "/dev/zero"), done);
    }

    @Test
    void shouldWaitForAPortThatIsNotThere(@TempDir Path directory) {
        Path gone = directory.resolve("gone");
        SerialModemSource source =
                new SerialModemSource(config, PortLocator.of(gone.toString()), (settings, locator) -> modem(""));

        ModemException missing = assertThrows(ModemException.class, source::findPort);

        assertEquals(ModemException.Kind.PORT_MISSING, missing.kind());
        assertEquals("no port " + gone, missing.getMessage());
    }

    @Test
    void shouldNotTakeAnotherModemInsteadOfTheFirst() throws ModemException {
        Iterator<String> imeis = List.of(
                        "", "490154203237518", "", "490154203237518", "356938035643809", "490154203237518")
                .iterator();
        SerialModemSource source = source((settings, locator) -> modem(imeis.next()));
        for (int i = 0; i < 4; i++) {
            source.open();
        }
        assertEquals(List.of(), done);

        ModemException other = assertThrows(ModemException.class, source::open);

        assertEquals(ModemException.Kind.PORT_MISSING, other.kind());
        assertEquals(
                "/dev/null: another modem answers than before, and was not taken; if ours was replaced, restart the agent",
                other.getMessage());
        assertEquals(List.of("closed 356938035643809"), done);
        assertEquals("490154203237518", source.open().identity().imei());
    }

    @Test
    void shouldRunWithoutAModemIfTheConfigurationSaysSo(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("x.toml"), "[modem]\nport = \"none\"\n");

        assertNull(SerialModemSource.of(ConfigLoader.load(file), ModemConnection.recorder()));
    }

    @Test
    void shouldTakeItsConfigurationFromArgumentOrEnvironment() {
        assertEquals(
                Optional.of(Path.of("/a")), RunArguments.configOf(new String[] {"run", "--config", "/a"}, Map.of()));
        assertEquals(
                Optional.of(Path.of("/b")),
                RunArguments.configOf(new String[] {"run"}, Map.of("IPCOMMAND_CONFIG", "/b")));
        assertEquals(
                Optional.of(Path.of("/a")),
                RunArguments.configOf(new String[] {"run", "--config=/a"}, Map.of("IPCOMMAND_CONFIG", "/b")));
        assertEquals(Optional.empty(), RunArguments.configOf(new String[] {"run", "--help"}, Map.of()));
        assertEquals(Optional.empty(), RunArguments.configOf(new String[] {"run", "--config"}, Map.of()));
        assertEquals(Optional.empty(), RunArguments.configOf(new String[] {"status"}, Map.of()));
    }

    /** A modem that knows who it is, and that it was closed. */
    private Modem modem(String imei) {
        return (Modem) Proxy.newProxyInstance(
                Modem.class.getClassLoader(), new Class<?>[] {Modem.class}, (self, method, arguments) -> {
                    if (method.getName().equals("identity")) {
                        return new ModemIdentity("Quectel", "BG96", "1", imei);
                    }
                    assertEquals("close", method.getName());
                    done.add("closed " + imei);
                    return null;
                });
    }
}

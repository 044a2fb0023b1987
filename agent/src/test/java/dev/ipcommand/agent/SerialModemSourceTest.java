package dev.ipcommand.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.modem.ModemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialModemSourceTest {
    @TempDir
    Path byId = Path.of("");

    @Test
    void shouldTakeTheOnlyAtInterface() throws IOException, ModemException {
        Files.createFile(byId.resolve("usb-Quectel_EG25-G-if01-port0"));
        Path at = Files.createFile(byId.resolve("usb-Quectel_EG25-G-if02-port0"));

        assertEquals(at.toString(), source("auto").findPort());
    }

    @Test
    void shouldNameTheCandidatesAndNotGuess() throws IOException {
        assertTrue(missing("auto").contains("set modem.port"));
        Files.createFile(byId.resolve("usb-A-if02-port0"));
        Files.createFile(byId.resolve("usb-B-if02-port0"));

        String message = missing("auto");

        assertTrue(message.contains("usb-A-if02-port0, ") && message.contains("usb-B-if02-port0"), message);
    }

    @Test
    void shouldWaitForAPortThatIsNotThere() {
        assertEquals(
                "no port " + byId.resolve("gone"), missing(byId.resolve("gone").toString()));
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

    private String missing(String port) {
        ModemException missing =
                assertThrows(ModemException.class, () -> source(port).findPort());
        assertEquals(ModemException.Kind.PORT_MISSING, missing.kind());
        return String.valueOf(missing.getMessage());
    }

    private SerialModemSource source(String port) {
        return new SerialModemSource(new AgentConfig.Modem(port, "auto", 115200), byId);
    }
}

package dev.ipcommand.agent.config;

import dev.ipcommand.agent.config.AgentConfig.DataPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code ipcommand.toml}. One call, one file, one thread; nothing of the parser outlives the call.
 *
 * <p>All problems of a file are found at once. Paths in it are checked for form only: whether they exist is the
 * business of those who open them, and may change while the agent runs.
 */
public final class ConfigLoader {
    /** Where the configuration is unless somebody says otherwise. */
    public static final Path DEFAULT_FILE = Path.of("/etc/ipcommand/ipcommand.toml");

    private final Problems problems;
    private final Path file;
    private final boolean models;

    private ConfigLoader(Path file, boolean models) {
        this.file = file;
        this.models = models;
        this.problems = new Problems(file);
    }

    /**
     * Without the files of {@code modem.profiles}: for those who drive no modem, and may not be allowed to read them.
     *
     * @throws ConfigException with all problems: the file's, the syntax's or the settings'
     */
    public static AgentConfig load(Path file) throws ConfigException {
        ConfigLoader loader = new ConfigLoader(file, false);
        return loader.build(TomlFile.read(file, loader.problems));
    }

    /**
     * With them: for the one who drives the modem.
     *
     * @throws ConfigException with all problems, or with those of the first modem's file that has any
     */
    public static AgentConfig loadWithModels(Path file) throws ConfigException {
        ConfigLoader loader = new ConfigLoader(file, true);
        return loader.build(TomlFile.read(file, loader.problems));
    }

    /** The same for a text that is called {@code file} in messages. */
    static AgentConfig parse(Path file, String text) throws ConfigException {
        ConfigLoader loader = new ConfigLoader(file, false);
        return loader.build(TomlFile.parse(text.getBytes(StandardCharsets.UTF_8), loader.problems));
    }

    private AgentConfig build(ConfigNode root) throws ConfigException {
        problems.throwIfAny();
        TableReader top = new TableReader("", root, problems);
        UnknownKeys.note(top, Settings.TABLES.stream().map(SettingTable::name).toList());
        Map<String, AgentConfig.Key> keys = HandlerTables.keys(top);
        AgentConfig config = new AgentConfig(
                file,
                device(top),
                modem(top),
                PowerTable.read(single(top, PowerSettings.POWER)),
                sim(top),
                session(top),
                new AgentConfig.Listener(single(top, Settings.LISTENER).get(Settings.LISTENER_PORT)),
                reply(top),
                handlers(top),
                HandlerTables.policies(top),
                HandlerTables.routes(top, problems),
                keys,
                signed(top),
                limits(top),
                HandlerTables.gpio(top),
                new AgentConfig.State(single(top, Settings.STATE).get(Settings.STATE_DIRECTORY)),
                new AgentConfig.Control(single(top, Settings.CONTROL).get(Settings.CONTROL_SOCKET)),
                new AgentConfig.Log(single(top, Settings.LOG).get(Settings.LOG_LEVEL)));
        checkTogether(top, config);
        problems.throwIfAny();
        return config;
    }

    private static TableReader single(TableReader top, SettingTable definition) {
        TableReader table = top.table(definition.name());
        UnknownKeys.note(table, definition.keys());
        return table;
    }

    private static AgentConfig.Device device(TableReader top) {
        TableReader table = single(top, Settings.DEVICE);
        boolean named = table.at(Settings.DEVICE_NAME.key()).isPresent();
        return new AgentConfig.Device(table.get(Settings.DEVICE_NAME), named);
    }

    private static AgentConfig.Signed signed(TableReader top) {
        TableReader table = single(top, Settings.SIGNED);
        return new AgentConfig.Signed(
                table.get(Settings.SIGNED_MAX_AGE),
                table.get(Settings.SIGNED_CLOCK),
                table.get(Settings.SIGNED_ANSWER));
    }

    private AgentConfig.Modem modem(TableReader top) throws ConfigException {
        TableReader table = single(top, Settings.MODEM);
        AgentConfig.Modem modem = new AgentConfig.Modem(
                table.get(Settings.MODEM_PORT), table.get(Settings.MODEM_DRIVER), table.get(Settings.MODEM_BAUD));
        Path directory = table.get(Settings.MODEM_PROFILES);
        if (modem.isNone() || !models) {
            return modem;
        }
        // Whose the agent is, its state directory tells; often it is root who checks.
        Path state = top.table(Settings.STATE.name()).get(Settings.STATE_DIRECTORY);
        return modem.with(ModemFiles.load(directory, List.of(file, state)));
    }

    private static AgentConfig.Sim sim(TableReader top) {
        TableReader table = single(top, Settings.SIM);
        return new AgentConfig.Sim(
                table.get(Settings.SIM_APN), table.get(Settings.SIM_PIN_FILE), table.get(Settings.SIM_MULTI_IMSI));
    }

    private static AgentConfig.Session session(TableReader top) {
        TableReader table = single(top, Settings.SESSION);
        return new AgentConfig.Session(
                table.get(Settings.SESSION_DATA_PATH),
                table.get(Settings.SESSION_INTERFACE),
                table.get(Settings.SESSION_ADDRESS),
                probe(table));
    }

    private static Optional<AgentConfig.Probe> probe(TableReader table) {
        Duration interval = table.get(Settings.SESSION_PROBE_INTERVAL);
        Duration timeout = table.get(Settings.SESSION_PROBE_TIMEOUT);
        return table.get(Settings.SESSION_PROBE).map(server -> new AgentConfig.Probe(server, interval, timeout));
    }

    private static AgentConfig.Reply reply(TableReader top) {
        TableReader table = single(top, Settings.REPLY);
        return new AgentConfig.Reply(table.get(Settings.REPLY_GATEWAY), table.get(Settings.REPLY_PORT));
    }

    private static AgentConfig.Handlers handlers(TableReader top) {
        TableReader table = single(top, Settings.HANDLERS);
        return new AgentConfig.Handlers(table.get(Settings.HANDLERS_DIRECTORY), table.get(Settings.HANDLERS_PLUGINS));
    }

    private static AgentConfig.Limits limits(TableReader top) {
        TableReader table = single(top, Settings.LIMITS);
        return new AgentConfig.Limits(
                table.get(Settings.LIMITS_COMMANDS),
                table.get(Settings.LIMITS_BURST),
                table.get(Settings.LIMITS_REPLY_BYTES));
    }

    /** Settings that are right one by one and wrong together. */
    private static void checkTogether(TableReader top, AgentConfig config) {
        if (config.session()
                .probe()
                .filter(probe ->
                        probe.server().getAddress().equals(config.reply().gateway()))
                .isPresent()) {
            TableReader session = top.table(Settings.SESSION.name());
            String key = Settings.SESSION_PROBE.key();
            session.problem(
                    session.placeOf(key),
                    key,
                    "the gateway takes every datagram for an IP Command and bills it, allowed is a DNS server");
        }
        config.power()
                .ifPresent(board -> PowerTable.checkLines(top.table(PowerSettings.POWER.name()), board, config.gpio()));
        if (config.modem().isNone() && config.session().dataPath() == DataPath.EMBEDDED) {
            TableReader session = top.table(Settings.SESSION.name());
            String key = Settings.SESSION_DATA_PATH.key();
            session.problem(
                    session.placeOf(key),
                    key,
                    "\"embedded\" needs AT and modem.port is \"none\", allowed is \"auto\" or \"interface\"");
        }
    }
}

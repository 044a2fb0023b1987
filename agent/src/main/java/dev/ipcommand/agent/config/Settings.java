package dev.ipcommand.agent.config;

import dev.ipcommand.agent.config.AgentConfig.ClockTrust;
import dev.ipcommand.agent.config.AgentConfig.DataPath;
import dev.ipcommand.agent.config.AgentConfig.ReplyMode;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import dev.ipcommand.modem.serial.PortLocator;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Every setting there is. The loader reads by these definitions, the reference file is printed from them. */
final class Settings {
    /** A handler's name: {@code lower *63( lower / DIGIT / "-" / "_" / "." )}. */
    static final ValueType<String> HANDLER_NAME = ValueTypes.text(
            Pattern.compile("[a-z][a-z0-9_.-]{0,63}"),
            "a handler name: a lower-case letter, then up to 63 of a-z, 0-9, dot, underscore and hyphen");
    /** A GPIO line's name. */
    static final ValueType<String> GPIO_NAME = ValueTypes.text(
            Pattern.compile("[a-z][a-z0-9_-]{0,19}"),
            "a line's name: a lower-case letter, then up to 19 of a-z, 0-9, underscore and hyphen");
    /** A key id: it names the principal, so it must differ from the words of {@code allow} and from {@code -}. */
    static final ValueType<String> KEY_ID = ValueTypes.text(
            Pattern.compile("(?!(?:anyone|signed|-)$)[A-Za-z0-9_-]{1,32}"),
            "a key id: 1 to 32 of A-Z, a-z, 0-9, underscore and hyphen, other than anyone, signed and -");

    private static final int MAX_DATAGRAM = 1300;
    /** sun_path is 108 bytes including the NUL that ends it (unix(7)). */
    private static final int MAX_SOCKET_PATH = 107;

    private static final int MAX_PATH = 1024;

    static final Setting<String> DEVICE_NAME = new Setting<>(
            "name",
            ValueTypes.text(Pattern.compile("[^\\p{Cntrl}]{1,64}"), "1 to 64 characters without control characters"),
            Optional.of("gateway-1"),
            "What this device calls itself. A signed command may name it as its audience if it is set here.",
            "give each device of a fleet its own");
    static final Setting<String> MODEM_PORT = new Setting<>(
            "port",
            ValueTypes.wordFormOrPath(
                    List.of("auto", "none"),
                    PortLocator.USB_FORMS,
                    "\"usb:VID:PID\" or \"by-path:1-1.2\", each with \":INTERFACE\" if that is not known,"),
            Optional.of("auto"),
            "The AT port. auto takes the AT port of the only modem on USB whose id is known; none runs without AT: the "
                    + "session is the address being up. usb: takes the modem with this id, by-path: the one in this USB "
                    + "socket. Once found, a modem on USB is looked for in its socket, under whatever name it comes back.",
            "set by-path: if there are several modems, a path such as /dev/serial0 if it is on a UART");
    static final Setting<String> MODEM_DRIVER = new Setting<>(
            "driver",
            ValueTypes.words("auto", "generic", "quectel", "simcomca", "simcomcip"),
            Optional.of("auto"),
            "The modem's dialect. auto asks the modem who it is.",
            "set it if the modem hides its identity");
    static final Setting<Integer> MODEM_BAUD = new Setting<>(
            "baud",
            ValueTypes.integer(300, 4_000_000),
            Optional.of(115200L),
            "Bits per second of a UART. A USB port ignores it.",
            "set what the modem's UART is fixed to");
    static final Setting<Path> MODEM_PROFILES = new Setting<>(
            "profiles",
            ValueTypes.path(MAX_PATH),
            Optional.of("/etc/ipcommand/modems.d"),
            "Files that describe modem models, *.toml: a model that is not known, or other values for one that is. See "
                    + "config/modems.d/example.toml. There need be none.",
            "if the root file system is read-only");
    static final Setting<String> SIM_APN = new Setting<>(
            "apn",
            // Goes into an AT command: what could end the argument is refused here already.
            ValueTypes.text(
                    Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,98}[A-Za-z0-9])?"),
                    "an access point name: 1 to 100 of A-Z, a-z, 0-9, dot and hyphen"),
            Optional.of("super"),
            "The access point name. Super SIM takes super.",
            "only for another SIM");
    static final Setting<Optional<Path>> SIM_PIN_FILE = new Setting<>(
            "pin_file",
            ValueTypes.optional(ValueTypes.path(MAX_PATH)),
            Optional.of(""),
            "A file that holds the SIM's PIN and nothing else, owned by root or the agent's user, mode 0600. A PIN that the "
                    + "SIM refuses is not tried again until the file holds another.",
            "if the SIM wants a PIN; a Super SIM does not");
    static final Setting<AgentConfig.MultiImsi> SIM_MULTI_IMSI = new Setting<>(
            "multi_imsi",
            ValueTypes.constants(AgentConfig.MultiImsi.class),
            Optional.of("auto"),
            "Whether the SIM changes its network identity by a timer, as a Super SIM does. Then 25 min pass between steps "
                    + "that touch the radio, else 10 min. auto = yes.",
            "no, if the SIM has one identity");
    static final Setting<DataPath> SESSION_DATA_PATH = new Setting<>(
            "data_path",
            ValueTypes.constants(DataPath.class),
            Optional.of("auto"),
            "Which way datagrams take: UDP sockets inside the modem (embedded) or a network interface of this host "
                    + "(interface). auto takes the interface that holds the session's address, else embedded.",
            "set it to be told when the wished way is not there");
    static final Setting<Optional<String>> SESSION_INTERFACE = new Setting<>(
            "interface",
            // The kernel's dev_valid_name: shorter than IFNAMSIZ (16), no slash, colon or space.
            ValueTypes.optional(ValueTypes.text(
                    Pattern.compile("(?!\\.{1,2}$)[^/:\\s\\p{Cntrl}]{1,15}"),
                    "an interface name of at most 15 characters, such as wwan0")),
            Optional.of(""),
            "The network interface to take the session's address from.",
            "set wwan0, ppp0 or usb0 if there are several");
    static final Setting<Optional<Inet4Address>> SESSION_ADDRESS = new Setting<>(
            "address",
            ValueTypes.optional(ValueTypes.ipv4()),
            Optional.of(""),
            "Bind exactly this address instead.",
            "for tests without a modem, or a SIM with a fixed address");
    static final Setting<Optional<InetSocketAddress>> SESSION_PROBE = new Setting<>(
            "probe",
            ValueTypes.optional(ValueTypes.dnsServer()),
            Optional.of(""),
            "Find a path that says it is up and carries nothing: a DNS server that is asked for the root's SOA after each "
                    + "probe_interval in which nothing was received. No answer, and nothing else, counts as a lost context. "
                    + "\"\" = never ask. 'ipcommand config check' says what it costs.",
            "dns: and a server that your SIM's network reaches");
    static final Setting<Duration> SESSION_PROBE_INTERVAL = new Setting<>(
            "probe_interval",
            ValueTypes.duration("30s", "24h"),
            Optional.of("10m"),
            "How long nothing must have been received before the probe asks. Doubled by each failure in a row.",
            "shorter to notice sooner, longer to pay less");
    static final Setting<Duration> SESSION_PROBE_TIMEOUT = new Setting<>(
            "probe_timeout",
            ValueTypes.duration("1s", "2m"),
            Optional.of("10s"),
            "How long an answer may take. The probe asks twice, this far apart again, so the verdict comes three of these "
                    + "after the first question.",
            "longer on a slow network (NB-IoT)");
    static final Setting<Integer> LISTENER_PORT = new Setting<>(
            "port",
            ValueTypes.integer(1, 65535),
            Optional.of(6969L),
            "The UDP port that commands arrive at: DevicePort in the API.",
            "if the sender uses another");
    static final Setting<Inet4Address> REPLY_GATEWAY = new Setting<>(
            "gateway",
            ValueTypes.ipv4(),
            Optional.of("100.64.0.1"),
            "Where answers and messages go. Never the source of a datagram.",
            "only for a test network");
    static final Setting<Integer> REPLY_PORT = new Setting<>(
            "port",
            ValueTypes.integer(0, 65535),
            Optional.of(0L),
            "The gateway's UDP port; 0 = the listening port.",
            "if the receiver tells messages apart by port");
    static final Setting<Path> HANDLERS_DIRECTORY = new Setting<>(
            "directory",
            ValueTypes.path(MAX_PATH),
            Optional.of("/etc/ipcommand/handlers.d"),
            "Executable files in it are commands by their file names. Each still needs its [handler.NAME].",
            "if the root file system is read-only");
    static final Setting<Path> HANDLERS_PLUGINS = new Setting<>(
            "plugins",
            ValueTypes.path(MAX_PATH),
            Optional.of("/usr/local/lib/ipcommand/plugins"),
            "Jars in it may provide handlers written in Java.",
            "if the root file system is read-only");
    static final Setting<List<ConfigNode>> HANDLER_ALLOW = new Setting<>(
            "allow",
            ValueTypes.texts("a list of \"anyone\", \"signed\" and ids of [key.ID] tables"),
            Optional.of(List.of()),
            "Who may call it; [] = nobody. ping, echo, help and status answer anyone unless this says otherwise.",
            "for every handler: name those who need it");
    static final Setting<Duration> HANDLER_DEADLINE = new Setting<>(
            "deadline",
            ValueTypes.duration("100ms", "10m"),
            Optional.of("10s"),
            "How long a call may take before it is stopped.",
            "for work that takes longer");
    static final Setting<Integer> HANDLER_CONCURRENCY = new Setting<>(
            "concurrency",
            ValueTypes.integer(1, 16),
            Optional.of(1L),
            "How many calls may run at once.",
            "if calls do not disturb each other");
    static final Setting<Integer> HANDLER_QUEUE = new Setting<>(
            "queue",
            ValueTypes.integer(1, 1024),
            Optional.of(8L),
            "How many calls may wait; one more is answered with resource-exhausted.",
            "if commands come in bursts");
    static final Setting<ReplyMode> HANDLER_REPLY = replyMode();
    static final Setting<Boolean> HANDLER_REPEATABLE = new Setting<>(
            "repeatable",
            ValueTypes.bool(),
            Optional.of(false),
            "true: an unsigned command that is repeated with the same id runs again; false: it gets the stored answer. "
                    + "ping, echo, help, status, signal, sim and version are always repeatable.",
            "for handlers that only read, to spare the flash");
    static final Setting<Boolean> HANDLER_WITHOUT_CLOCK = new Setting<>(
            "without_clock",
            ValueTypes.bool(),
            Optional.of(false),
            "Whether a signed command may run while the device's time is not known to be right: then its expiry is not "
                    + "checked, only that it is new.",
            "for what must work before the first time synchronisation");
    static final Setting<Long> HANDLER_MEMORY = new Setting<>(
            "memory",
            ValueTypes.size("1MiB", "64GiB"),
            Optional.of("0"),
            "Scripts: the most address space that each of its processes may have (prlimit --as); \"0\" = no limit.",
            "for scripts that may run away");
    /** In a script's sidecar only. */
    static final Setting<String> SIDECAR_DESCRIPTION = new Setting<>(
            "description",
            ValueTypes.text(Pattern.compile("[^\\p{Cntrl}]{0,80}"), "up to 80 characters without control characters"),
            Optional.of(""),
            "What the script does, for those who list the handlers.",
            "for every script");

    static final Setting<byte[]> ROUTE_PREFIX = new Setting<>(
            "prefix",
            ValueTypes.utf8(MAX_DATAGRAM),
            Optional.of(""),
            "What the datagram begins with, as text. \"\" takes whatever nothing else claims. Exactly one of prefix and prefix_hex is needed.",
            "");
    static final Setting<byte[]> ROUTE_PREFIX_HEX = new Setting<>(
            "prefix_hex",
            ValueTypes.hex(MAX_DATAGRAM),
            Optional.of(""),
            "What the datagram begins with, as bytes, such as \"d9d9f7\".",
            "");
    static final Setting<String> ROUTE_HANDLER =
            new Setting<>("handler", HANDLER_NAME, Optional.empty(), "Who gets the whole datagram.", "needed");
    static final Setting<ReplyMode> ROUTE_REPLY = replyMode();
    static final Setting<String> KEY_ALGORITHM = new Setting<>(
            "algorithm",
            ValueTypes.words("EdDSA", "HS256"),
            Optional.of("EdDSA"),
            "EdDSA checks with a public key; HS256 with a secret that both sides hold.",
            "HS256 if the sender has nothing else");
    static final Setting<Path> KEY_FILE = new Setting<>(
            "file",
            ValueTypes.path(MAX_PATH),
            Optional.empty(),
            "EdDSA: the public key, SPKI in PEM. HS256: base64url of at least 32 bytes, mode 0600.",
            "");
    static final Setting<Duration> SIGNED_MAX_AGE = new Setting<>(
            "max_age",
            ValueTypes.duration("1m", "7d"),
            Optional.of("24h"),
            "The longest time from iat to exp of a token.",
            "longer if commands may wait for days, shorter to remember fewer of them");
    static final Setting<ClockTrust> SIGNED_CLOCK = new Setting<>(
            "clock",
            ValueTypes.constants(ClockTrust.class),
            Optional.of("auto"),
            "When the device's time is known to be right. synchronised: the kernel's clock is said to be synchronised "
                    + "(timedatectl). system: as soon as it is not before the agent's build and the last signed command. "
                    + "auto: synchronised where systemd can tell, else system.",
            "system for a device with a battery-backed clock and no time server");
    static final Setting<Boolean> SIGNED_ANSWER = new Setting<>(
            "answer_refusals",
            ValueTypes.bool(),
            Optional.of(false),
            "Whether a token that is refused is answered with \"signed! unauthenticated: cause\". Without it the sender "
                    + "hears nothing, and status counts the causes.",
            "true while a sender is being set up");
    static final Setting<Integer> GPIO_LINE = new Setting<>(
            "line", ValueTypes.integer(0, 57), Optional.empty(), "The line's number on the chip (BCM number).", "");
    static final Setting<LineSpec.Direction> GPIO_DIRECTION = new Setting<>(
            "direction",
            ValueTypes.constants(LineSpec.Direction.class),
            Optional.of("in"),
            "in is read; out is driven.",
            "out for relays and lamps");
    static final Setting<Level> GPIO_SAFE = new Setting<>(
            "safe",
            ValueTypes.constants(Level.class),
            Optional.of("low"),
            "An output's level when the agent starts, when it stops and after a pulse.",
            "high for a load that is off when the line is high");
    static final Setting<LineSpec.Pull> GPIO_PULL = new Setting<>(
            "pull",
            ValueTypes.constants(LineSpec.Pull.class),
            Optional.of("off"),
            "An input's resistor: off, up or down.",
            "up for a switch to ground");
    static final Setting<Integer> LIMITS_COMMANDS = new Setting<>(
            "commands_per_minute",
            ValueTypes.integer(0, 10_000_000),
            Optional.of(60L),
            "Commands a minute: all unsigned ones together, and each key by itself; 0 = no limit.",
            "if the fleet is busier: each command costs money and battery");
    static final Setting<Integer> LIMITS_BURST = new Setting<>(
            "burst",
            ValueTypes.integer(0, 10_000_000),
            Optional.of(20L),
            "How many may come at once within that limit; 0 = no limit.",
            "together with commands_per_minute");
    static final Setting<Integer> LIMITS_REPLY_BYTES = new Setting<>(
            "reply_bytes_per_hour",
            ValueTypes.integer(0, Integer.MAX_VALUE),
            Optional.of(262144L),
            "Bytes of answers an hour: to all unsigned commands together, and to each key by itself; 0 = no limit.",
            "to what the data plan allows");
    static final Setting<Path> STATE_DIRECTORY = new Setting<>(
            "directory",
            ValueTypes.path(MAX_PATH),
            Optional.of("/var/lib/ipcommand"),
            "What must survive a restart: outbox and lock. One agent per directory.",
            "for a second agent on the same host");
    static final Setting<Path> CONTROL_SOCKET = new Setting<>(
            "socket",
            ValueTypes.path(MAX_SOCKET_PATH),
            Optional.of("/run/ipcommand/control.sock"),
            "The Unix socket of status and send. Its directory and mode say who may use it.",
            "for a second agent on the same host");
    static final Setting<String> LOG_LEVEL = new Setting<>(
            "level",
            ValueTypes.words("error", "warn", "info", "debug", "trace"),
            Optional.of("info"),
            "How much is logged. Payloads and identities are not logged at info.",
            "debug while something is looked for");

    static final SettingTable DEVICE = SettingTable.single("device", "This device.", List.of(DEVICE_NAME));
    static final SettingTable MODEM = SettingTable.single(
            "modem", "The modem's AT port.", List.of(MODEM_PORT, MODEM_DRIVER, MODEM_BAUD, MODEM_PROFILES));
    static final SettingTable SIM =
            SettingTable.single("sim", "The SIM.", List.of(SIM_APN, SIM_PIN_FILE, SIM_MULTI_IMSI));
    static final SettingTable SESSION = SettingTable.single(
            "session",
            "The data session.",
            List.of(
                    SESSION_DATA_PATH,
                    SESSION_INTERFACE,
                    SESSION_ADDRESS,
                    SESSION_PROBE,
                    SESSION_PROBE_INTERVAL,
                    SESSION_PROBE_TIMEOUT));
    static final SettingTable LISTENER =
            SettingTable.single("listener", "Where commands arrive.", List.of(LISTENER_PORT));
    static final SettingTable REPLY =
            SettingTable.single("reply", "Where answers go.", List.of(REPLY_GATEWAY, REPLY_PORT));
    static final SettingTable HANDLERS =
            SettingTable.single("handlers", "Where handlers are found.", List.of(HANDLERS_DIRECTORY, HANDLERS_PLUGINS));
    static final SettingTable HANDLER = new SettingTable(
            "handler",
            SettingTable.Kind.NAMED,
            "One handler's policy. Without this table nobody may call it. A name with a dot is quoted: "
                    + "[handler.\"app.restart\"].",
            List.of(
                    HANDLER_ALLOW,
                    HANDLER_DEADLINE,
                    HANDLER_CONCURRENCY,
                    HANDLER_QUEUE,
                    HANDLER_REPLY,
                    HANDLER_REPEATABLE,
                    HANDLER_WITHOUT_CLOCK,
                    HANDLER_MEMORY),
            "checkin");
    /** The keys of a script's own {@code NAME.toml}; not part of the configuration's file. */
    static final SettingTable SIDECAR = SettingTable.single(
            "",
            "What a script asks for itself: less than its [handler.NAME] gives, never more.",
            List.of(
                    HANDLER_ALLOW,
                    HANDLER_DEADLINE,
                    HANDLER_CONCURRENCY,
                    HANDLER_QUEUE,
                    HANDLER_MEMORY,
                    SIDECAR_DESCRIPTION));

    static final SettingTable ROUTE = new SettingTable(
            "route",
            SettingTable.Kind.REPEATED,
            "Datagrams of another protocol: those that begin with a prefix go to a handler, whole and unchanged. "
                    + "The longest prefix wins.",
            List.of(ROUTE_PREFIX, ROUTE_PREFIX_HEX, ROUTE_HANDLER, ROUTE_REPLY),
            "legacy");
    static final SettingTable KEY = new SettingTable(
            "key",
            SettingTable.Kind.NAMED,
            "Who may sign commands. The id is what allow lists name.",
            List.of(KEY_ALGORITHM, KEY_FILE),
            "ops1");
    static final SettingTable SIGNED = SettingTable.single(
            "signed", "What holds for every signed command.", List.of(SIGNED_MAX_AGE, SIGNED_CLOCK, SIGNED_ANSWER));
    static final SettingTable GPIO = new SettingTable(
            "gpio",
            SettingTable.Kind.NAMED,
            "A line that the command gpio may use, by its name. No other line is touched.",
            List.of(GPIO_LINE, GPIO_DIRECTION, GPIO_SAFE, GPIO_PULL),
            "relay");
    static final SettingTable LIMITS = SettingTable.single(
            "limits",
            "Against floods and surprises on the bill.",
            List.of(LIMITS_COMMANDS, LIMITS_BURST, LIMITS_REPLY_BYTES));
    static final SettingTable STATE = SettingTable.single("state", "What is kept.", List.of(STATE_DIRECTORY));
    static final SettingTable CONTROL =
            SettingTable.single("control", "How other programs talk to the agent.", List.of(CONTROL_SOCKET));
    static final SettingTable LOG = SettingTable.single("log", "The log.", List.of(LOG_LEVEL));

    /** In the order of the reference file. */
    static final List<SettingTable> TABLES = List.of(
            DEVICE,
            MODEM,
            PowerSettings.POWER,
            SIM,
            SESSION,
            LISTENER,
            REPLY,
            HANDLERS,
            HANDLER,
            ROUTE,
            KEY,
            SIGNED,
            LIMITS,
            GPIO,
            STATE,
            CONTROL,
            LOG);

    private Settings() {}

    private static Setting<ReplyMode> replyMode() {
        return new Setting<>(
                "reply",
                ValueTypes.constants(ReplyMode.class),
                Optional.of("framed"),
                "framed answers \"name#id: output\"; raw answers exactly the handler's bytes.",
                "raw for a protocol of your own");
    }
}

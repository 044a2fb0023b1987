package dev.ipcommand.agent.config;

import dev.ipcommand.modem.ModemProfile.UsbInterface;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.connection.ModemSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The keys of a modem's file in {@code modem.profiles}. A key that is left out keeps the value of {@code base}. */
final class ModemFileSettings {
    private static final int MAX_COMMANDS = 16;
    private static final int MAX_REGEX = 200;
    private static final Pattern USB = Pattern.compile("([0-9a-f]{4}:[0-9a-f]{4}):([0-9]{1,2})");

    static final Setting<String> DIALECT = setting(
            "dialect",
            ValueTypes.words(ModemSettings.DRIVERS.stream()
                    .filter(word -> !word.equals("auto"))
                    .toArray(String[]::new)));
    /** A built-in profile of the dialect; which there are depends on it. */
    static final Setting<String> BASE =
            setting("base", ValueTypes.text(Pattern.compile("[a-z0-9]{1,32}"), "the name of a built-in profile"));

    static final Setting<String> NAME = setting(
            "name",
            ValueTypes.text(
                    Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}"),
                    "1 to 32 of A-Z, a-z, 0-9, blank, dot, underscore and hyphen"));
    static final Setting<String> MODELS = setting("models", regex());
    static final Setting<Boolean> PUSHES = setting("pushes_datagrams", ValueTypes.bool());
    static final Setting<String> URC_PORT = setting(
            "urc_port",
            ValueTypes.text(
                    Pattern.compile("[A-Za-z0-9]{1,16}"), "how the modem names a port: 1 to 16 of A-Z, a-z, 0-9"));
    static final Setting<List<String>> ICCID = setting("iccid", commands());
    static final Setting<List<String>> INIT = setting("init", commands());
    static final Setting<List<String>> SEARCH = setting("search", commands());
    static final Setting<List<String>> RESTART = setting("restart", commands());
    static final Setting<List<String>> POWER_OFF = setting("power_off", commands());
    static final Setting<Duration> BOOT = setting("boot", ValueTypes.duration("1s", "5m"));
    static final Setting<Duration> GAP = setting("gap", ValueTypes.duration("0ms", "2s"));
    static final Setting<List<UsbInterface>> USB_PORTS = setting("usb", usb());
    /** The keys of {@code [times]}. */
    static final Map<Patience, Setting<Duration>> TIMES = times();

    static final String TIMES_TABLE = "times";
    static final String REPAIR_TABLE = "repair";

    static final Setting<String> REPAIR_SETTING = setting(
            "setting", ValueTypes.text(Pattern.compile("\\+[A-Z0-9]{1,15}"), "a command's name such as \"+CSCLK\""));
    static final Setting<Set<Integer>> REPAIR_HARMFUL = setting("harmful", numbers());
    static final Setting<Integer> REPAIR_INSTEAD = setting("instead", ValueTypes.integer(0, 9999));

    static final List<String> REPAIR_KEYS = List.of(REPAIR_SETTING.key(), REPAIR_HARMFUL.key(), REPAIR_INSTEAD.key());

    static final List<String> KEYS = List.of(
            DIALECT.key(),
            BASE.key(),
            NAME.key(),
            MODELS.key(),
            PUSHES.key(),
            URC_PORT.key(),
            ICCID.key(),
            INIT.key(),
            SEARCH.key(),
            RESTART.key(),
            POWER_OFF.key(),
            BOOT.key(),
            GAP.key(),
            USB_PORTS.key(),
            TIMES_TABLE,
            REPAIR_TABLE);

    private ModemFileSettings() {}

    /** What it does stands in {@code config/modems.d/example.toml}. */
    private static <T> Setting<T> setting(String key, ValueType<T> type) {
        return new Setting<>(key, type, Optional.empty(), "", "");
    }

    private static Map<Patience, Setting<Duration>> times() {
        Map<Patience, Setting<Duration>> times = new EnumMap<>(Patience.class);
        Arrays.stream(Patience.values())
                .forEach(what -> times.put(what, setting(what.key(), ValueTypes.duration("100ms", "10m"))));
        return times;
    }

    private static ValueType<String> regex() {
        return new ValueType<>() {
            @Override
            public String read(Object value) throws Refusal {
                if (!(value instanceof String text)) {
                    throw new Refusal(ConfigNode.shown(value) + " is " + ConfigNode.kindOf(value));
                }
                if (text.isEmpty() || text.length() > MAX_REGEX) {
                    throw new Refusal(ConfigNode.shown(text) + " is " + text.length() + " characters long");
                }
                try {
                    Pattern.compile(text);
                } catch (PatternSyntaxException e) {
                    throw new Refusal(ConfigNode.shown(text) + " cannot be read: " + e.getDescription()
                            + " at character " + (e.getIndex() + 1));
                }
                return text;
            }

            @Override
            public String allowed() {
                return "a regular expression of 1 to " + MAX_REGEX + " characters over manufacturer and model";
            }
        };
    }

    /** One to {@value #MAX_COMMANDS} lines, or none. A semicolon would put a second command where nobody looks for it. */
    private static ValueType<List<String>> commands() {
        return new ValueType<>() {
            @Override
            public List<String> read(Object value) throws Refusal {
                List<String> lines = textsOf(value);
                if (lines.size() > MAX_COMMANDS) {
                    throw new Refusal("these are " + lines.size() + " commands");
                }
                for (String line : lines) {
                    if (line.length() > AtCommand.MAX_LINE || !line.matches("AT[ -:<-~]+")) {
                        throw new Refusal(ConfigNode.shown(line) + " is not one");
                    }
                }
                return lines;
            }

            @Override
            public String allowed() {
                return "a list of at most " + MAX_COMMANDS + " command lines: AT and more, printable ASCII without a"
                        + " semicolon, up to " + AtCommand.MAX_LINE + " characters";
            }
        };
    }

    /** A text, or a list of them. */
    private static List<String> textsOf(Object value) throws ValueType.Refusal {
        List<String> texts = new ArrayList<>();
        if (!(value instanceof List<?> list)) {
            throw new ValueType.Refusal(ConfigNode.shown(value) + " is " + ConfigNode.kindOf(value));
        }
        for (Object element : list) {
            if (!(element instanceof ConfigNode node) || !(node.value() instanceof String text)) {
                throw new ValueType.Refusal("an element is not a text");
            }
            texts.add(text);
        }
        return texts;
    }

    private static ValueType<List<UsbInterface>> usb() {
        return new ValueType<>() {
            @Override
            public List<UsbInterface> read(Object value) throws Refusal {
                List<UsbInterface> found = new ArrayList<>();
                for (String text : value instanceof String one ? List.of(one) : textsOf(value)) {
                    Matcher matcher = USB.matcher(text);
                    if (!matcher.matches()) {
                        throw new Refusal(ConfigNode.shown(text) + " is not one");
                    }
                    found.add(new UsbInterface(matcher.group(1), Integer.parseInt(matcher.group(2))));
                }
                if (found.size() > MAX_COMMANDS) {
                    throw new Refusal("these are " + found.size());
                }
                return found;
            }

            @Override
            public String allowed() {
                return "\"VID:PID:INTERFACE\" such as \"2c7c:0900:2\", hexadecimal in lower case, or a list of at most "
                        + MAX_COMMANDS;
            }
        };
    }

    private static ValueType<Set<Integer>> numbers() {
        return new ValueType<>() {
            @Override
            public Set<Integer> read(Object value) throws Refusal {
                if (!(value instanceof List<?> list) || list.isEmpty() || list.size() > MAX_COMMANDS) {
                    throw new Refusal(ConfigNode.shown(value) + " is not one");
                }
                Set<Integer> numbers = new LinkedHashSet<>();
                for (Object element : list) {
                    if (!(element instanceof ConfigNode node)
                            || !(node.value() instanceof Long number)
                            || number < 0
                            || number > 9999) {
                        throw new Refusal("an element is no such integer");
                    }
                    numbers.add(number.intValue());
                }
                return numbers;
            }

            @Override
            public String allowed() {
                return "a list of 1 to " + MAX_COMMANDS + " integers from 0 to 9999";
            }
        };
    }
}

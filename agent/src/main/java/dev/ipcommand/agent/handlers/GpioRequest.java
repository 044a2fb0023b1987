package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code gpio} command asks for. Immutable.
 *
 * @param name the line's, syntactically valid; empty for {@link Verb#LIST}
 * @param level for {@link Verb#SET}
 * @param duration for {@link Verb#PULSE}
 */
record GpioRequest(Verb verb, String name, Level level, Duration duration) {
    static final Duration SHORTEST = Duration.ofMillis(10);
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String USAGE = "use: gpio | gpio get NAME | gpio set NAME 0|1|on|off | gpio pulse NAME 500ms";
    /** More than the longest request there is. */
    private static final int MAX_CHARS = 64;

    private static final Pattern MILLIS = Pattern.compile("([0-9]{1,5})ms");
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,2})(?:\\.([0-9]{1,3}))?s");

    enum Verb {
        LIST,
        GET,
        SET,
        PULSE
    }

    /** Reads a command's arguments; a refusal never repeats them. */
    static GpioRequest parse(String arguments) throws Refused {
        String text = arguments.strip();
        if (text.isEmpty()) {
            return new GpioRequest(Verb.LIST, "", Level.LOW, Duration.ZERO);
        }
        String[] words = text.length() > MAX_CHARS ? new String[0] : text.split(" +", 4);
        String verb = words.length == 0 ? "" : words[0];
        if (verb.equals("get") && words.length == 2) {
            return new GpioRequest(Verb.GET, name(words[1]), Level.LOW, Duration.ZERO);
        }
        if (verb.equals("set") && words.length == 3) {
            return new GpioRequest(Verb.SET, name(words[1]), level(words[2]), Duration.ZERO);
        }
        if (verb.equals("pulse") && words.length == 3) {
            return new GpioRequest(Verb.PULSE, name(words[1]), Level.LOW, duration(words[2]));
        }
        throw new Refused(CommandStatus.INVALID_ARGUMENT, USAGE);
    }

    private static String name(String word) {
        // What cannot be a name is as unknown as a name that nobody configured, and answered in the same way.
        return LineSpec.isName(word) ? word : "";
    }

    private static Level level(String word) throws Refused {
        return switch (word) {
            case "0", "off" -> Level.LOW;
            case "1", "on" -> Level.HIGH;
            default -> throw new Refused(CommandStatus.INVALID_ARGUMENT, "not a level, allowed: 0, 1, off, on");
        };
    }

    private static Duration duration(String word) throws Refused {
        Matcher millis = MILLIS.matcher(word);
        Matcher seconds = SECONDS.matcher(word);
        Duration duration = Duration.ZERO;
        if (millis.matches()) {
            duration = Duration.ofMillis(Integer.parseInt(millis.group(1)));
        } else if (seconds.matches()) {
            String fraction = seconds.group(2) == null ? "" : seconds.group(2);
            duration = Duration.ofSeconds(Integer.parseInt(seconds.group(1)))
                    .plusMillis(Integer.parseInt((fraction + "000").substring(0, 3)));
        }
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new Refused(CommandStatus.INVALID_ARGUMENT, "not a duration, allowed: 10ms to 60s");
        }
        return duration;
    }
}

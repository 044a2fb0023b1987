package dev.ipcommand.simulator.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Splits a command line into its commands (V.250 §5.2.1, §5.3, §5.4). */
public final class CommandLine {
    private final String line;
    private int next;

    private CommandLine(String line) {
        this.line = line;
    }

    /**
     * Splits what follows {@code AT}.
     *
     * @return empty if it is no command line by V.250
     */
    public static Optional<List<Command>> parse(String line) {
        CommandLine rest = new CommandLine(line);
        List<Command> commands = new ArrayList<>();
        while (rest.skipBlanks()) {
            Command command = rest.isExtended() ? rest.extended() : rest.basic();
            if (command == null) {
                return Optional.empty();
            }
            commands.add(command);
        }
        return Optional.of(commands);
    }

    private boolean skipBlanks() {
        while (next < line.length() && (line.charAt(next) == ' ' || line.charAt(next) == ';')) {
            next++;
        }
        return next < line.length();
    }

    private boolean isExtended() {
        return "+^$#*%".indexOf(line.charAt(next)) >= 0;
    }

    private @org.jspecify.annotations.Nullable Command extended() {
        int end = endOfExtended();
        String text = line.substring(next, end).strip();
        next = end;
        int nameEnd = 1;
        while (nameEnd < text.length() && isNameCharacter(text.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = text.substring(0, nameEnd).toUpperCase(Locale.ROOT);
        String tail = text.substring(nameEnd);
        if (name.length() < 2) {
            return null;
        }
        if (tail.isEmpty()) {
            return new Command(name, Command.Kind.EXECUTE, Arguments.parse(""));
        }
        if (tail.equals("?")) {
            return new Command(name, Command.Kind.READ, Arguments.parse(""));
        }
        if (tail.equals("=?")) {
            return new Command(name, Command.Kind.TEST, Arguments.parse(""));
        }
        return tail.charAt(0) == '=' ? new Command(name, Command.Kind.SET, Arguments.parse(tail.substring(1))) : null;
    }

    private int endOfExtended() {
        boolean quoted = false;
        for (int i = next; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return line.length();
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "_-.:%!/".indexOf(c) >= 0;
    }

    private @org.jspecify.annotations.Nullable Command basic() {
        char first = Character.toUpperCase(line.charAt(next++));
        if (first == 'D') {
            String dial = line.substring(next);
            next = line.length();
            return new Command("D", Command.Kind.SET, Arguments.parse(dial));
        }
        String name = String.valueOf(first);
        if (first == '&' && next < line.length()) {
            name += Character.toUpperCase(line.charAt(next++));
        }
        if (!name.matches("[A-Z]|&[A-Z]")) {
            return null;
        }
        String number = digits();
        if (first != 'S') {
            return new Command(name, Command.Kind.EXECUTE, Arguments.parse(number.isEmpty() ? "0" : number));
        }
        if (next < line.length() && line.charAt(next) == '?') {
            next++;
            return new Command(name, Command.Kind.READ, Arguments.parse(number));
        }
        if (next < line.length() && line.charAt(next) == '=') {
            next++;
            return new Command(name, Command.Kind.SET, Arguments.parse(number + "," + digits()));
        }
        return null;
    }

    private String digits() {
        int start = next;
        while (next < line.length() && line.charAt(next) >= '0' && line.charAt(next) <= '9') {
            next++;
        }
        return line.substring(start, next);
    }
}

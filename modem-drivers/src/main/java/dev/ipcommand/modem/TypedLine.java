package dev.ipcommand.modem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command line that a person typed, checked before it gets near a modem that serves. Immutable.
 *
 * <p>Names are compared as V.250 §5.2 reads them: without blanks, in any case, several on one line.
 */
public final class TypedLine {
    /** More than anybody types, and well below what a modem takes. */
    public static final int MAX_LENGTH = 256;

    private static final String EXTENDED = "+*^$%#@_!";

    private static final Pattern SECRET = Pattern.compile(".(CPIN2?|CPUK2?|CPWD|CLCK|SPIN|QPIN|EPIN|CPINC)=(?!\\?$).*");

    /** Names that end in a prompt or in data, by the manuals of Quectel, SIMCom, u-blox, Telit, Sierra and Cinterion. */
    private static final Pattern PROMPT =
            Pattern.compile(".(CMG[SWC]|CNMA|.*SEND(EX|EXT|UDP)?|.*SND|.*PUB(EX)?|.*SUB|QFUPL|"
                    + ".*WFILE|.*DATA|.*POST|.*URL|USO(WR|ST)|UDWNFILE|SIS[WH]|SSENDUDP|CMQTT(TOPIC|PAYLOAD|WILL.*)|CCERTDOWN|"
                    + "CFTRANRX|QISWTMD|CGDATA|USODL|SD|KTCPSTART|CIPMODE)=(?!\\?$).*");

    private static final Pattern BREAKS =
            Pattern.compile(".(IPR|ICF|IFC|CMUX|CFUN|COPS|QPOWD|CPOWD|CPWROFF|CPOF|CRESET|"
                    + "SHDN|REBOOT|SMSO|ENHRST|CGATT|CGACT|QIDEACT|QICLOSE|NETCLOSE|CIPCLOSE|CIPSHUT|CACLOSE|CNACT|USOCL|UPSDA|"
                    + "CGDCONT|CIPRXGET|CSCLK|CPSMS|QSCLK|CFGRI|QURCCFG|CATR)(=(?!\\?$).*|$)");

    private static final Pattern BASIC_DATA = Pattern.compile("[DOA].*|H.*");
    private static final Pattern BASIC_BREAKS = Pattern.compile("Z.*|&F.*|&D.*|Q1|V0?|S[345](=.*)?|\\+\\+\\+");

    private final String line;
    private final List<String> names;
    private final boolean basic;
    private final boolean prompts;

    private TypedLine(String line, List<String> commands, boolean prompts) {
        this.line = line;
        this.names = commands.stream()
                .filter(TypedLine::isExtended)
                .map(command -> command.split("[=?]", 2)[0] + ":")
                .toList();
        this.basic = names.size() < commands.size();
        this.prompts = prompts;
    }

    /**
     * Checks a line.
     *
     * @param insisting whether to take what may break the session; never a PIN
     * @throws IllegalArgumentException if it is not to be sent; the message says why and holds nothing of the line but names
     */
    public static TypedLine of(String text, boolean insisting) {
        String line = text.strip();
        formProblem(line).ifPresent(TypedLine::refuse);
        List<String> commands = commandsOf(line);
        boolean prompts = false;
        for (String command : commands) {
            prompts |= isExtended(command) && PROMPT.matcher(command).matches();
            secretProblem(command).ifPresent(TypedLine::refuse);
            if (!insisting) {
                sessionProblem(command).ifPresent(TypedLine::refuse);
            }
        }
        return new TypedLine(line, commands, prompts);
    }

    private static void refuse(String why) {
        throw new IllegalArgumentException(why);
    }

    private static Optional<String> formProblem(String line) {
        if (!line.regionMatches(true, 0, "AT", 0, 2)) {
            return Optional.of("a command line starts with AT; A/, +++ and control characters are not passed on");
        } else if (line.length() > MAX_LENGTH) {
            return Optional.of("the line has " + line.length() + " characters, allowed are " + MAX_LENGTH);
        }
        boolean printable = line.chars().allMatch(c -> c >= ' ' && c <= '~');
        return printable
                ? Optional.empty()
                : Optional.of("the line must be printable ASCII: one command line, no line end");
    }

    private static Optional<String> secretProblem(String command) {
        return isExtended(command) && SECRET.matcher(command).matches()
                ? Optional.of(nameOf(command) + " takes a PIN or a password, which does not belong on a command line")
                : Optional.empty();
    }

    private static Optional<String> sessionProblem(String command) {
        if (isExtended(command) && PROMPT.matcher(command).matches()) {
            return Optional.of(nameOf(command) + " asks for data or leaves command mode");
        } else if (isExtended(command)
                ? BREAKS.matcher(command).matches()
                : BASIC_BREAKS.matcher(command).matches()) {
            return Optional.of(nameOf(command) + " changes what the session rests on");
        }
        return !isExtended(command) && BASIC_DATA.matcher(command).matches()
                ? Optional.of("AT" + command.charAt(0) + " leaves command mode or ends a call")
                : Optional.empty();
    }

    private static String nameOf(String command) {
        return "AT" + command.split("[=?]", 2)[0];
    }

    private static boolean isExtended(String command) {
        return EXTENDED.indexOf(command.charAt(0)) >= 0;
    }

    /** The commands of a line, without AT, blanks and what stands in quotes. */
    private static List<String> commandsOf(String line) {
        String rest = withoutQuoted(line).substring(2);
        List<String> commands = new ArrayList<>();
        int i = 0;
        while (i < rest.length()) {
            int end = rest.charAt(i) == ';' ? i + 1 : endOfCommand(rest, i);
            if (rest.charAt(i) != ';') {
                commands.add(rest.substring(i, end));
            }
            i = end;
        }
        return commands;
    }

    /** An extended command goes up to the semicolon, D to the end; other basic ones are a letter and what is no letter. */
    private static int endOfCommand(String rest, int from) {
        char first = rest.charAt(from);
        if (isExtended(rest.substring(from, from + 1))) {
            int semicolon = rest.indexOf(';', from);
            return semicolon < 0 ? rest.length() : semicolon;
        } else if (first == 'D') {
            return rest.length();
        }
        int at = Math.min(rest.length(), from + (first == '&' || first == '\\' ? 2 : 1));
        while (at < rest.length() && "0123456789=?,\"".indexOf(rest.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static String withoutQuoted(String line) {
        StringBuilder bare = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toUpperCase(Locale.ROOT).toCharArray()) {
            quoted ^= c == '"';
            if (c == '"' || (!quoted && c != ' ')) {
                bare.append(c);
            }
        }
        return bare.toString();
    }

    /** The line as it was typed. */
    @Override
    public String toString() {
        return line;
    }

    /** What its answers begin with, by the names of its extended commands: {@code +CSQ:}. */
    public List<String> prefixes() {
        return names;
    }

    /** Whether it has basic commands such as {@code ATI}, which answer whatever they like. */
    public boolean isBasic() {
        return basic;
    }

    /** Whether the modem may ask for data. */
    public boolean mayPrompt() {
        return prompts;
    }
}
